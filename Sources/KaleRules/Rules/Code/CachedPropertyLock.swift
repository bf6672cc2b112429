import KaleAnalysis
import NotebookModel
import PythonSyntax

/// A property that an object computes once, under a lock that Kale's runtime loads as taken.
///
/// Until Python 3.11, each `functools.cached_property` has an `RLock`. It is saved with the class, and who reads the
/// property of the loaded object for the first time waits for the lock.
struct CachedPropertyLock {
  /// The object's variable, its class, and the property.
  let name: String
  let className: String
  let property: String
  /// The step that reads the property first.
  let reader: UnitIndex

  /// The oldest Python whose properties have no lock.
  private static let unlocked = PythonVersion(3, 12)

  /// Finds the property that a step waits for, of the object that a unit passes on under a name.
  init?(
    of name: String, passedBy unit: UnitIndex, _ reader: inout ValueReader, _ reads: inout AttributeReads
  ) {
    let analysis = reads.analysis
    for object in reader.value(of: name, atEndOf: unit).objectsOfNotebook {
      let properties = reader.cachedProperties(of: object)
      // Hardly any class has one, and all code is parsed to see what reads it.
      guard !properties.isEmpty else { continue }
      let own = reads.attributes(of: unit)
      for property in properties where own.isDisjoint(with: property.readers) {
        let consumers = property.readers.flatMap { reads.takers(of: name, reading: $0, besides: unit) }
        guard let first = consumers.sorted().first(where: { !analysis.hasNewPython($0, Self.unlocked) })
        else { continue }
        (self.name, className, self.property, self.reader) = (name, object.name, property.name, first)
        return
      }
    }
    return nil
  }
}

extension NotebookAnalysis {
  /// Whether the notebook names an image for a unit whose Python is at least of a version.
  fileprivate func hasNewPython(_ unit: UnitIndex, _ oldest: PythonVersion) -> Bool {
    let image = image(of: unit)
    return image.isNamed && PythonVersion(ofImage: image.name).map { $0 >= oldest } ?? false
  }
}
