import KaleAnalysis
import NotebookModel
import PythonSyntax

/// The image to use in place of one whose Python does not suit: the same for every rule that asks.
///
/// It suits the runtime of steps and all code that runs in the image: modules and syntax that are new, and modules that are
/// gone.
struct ImageChoice {
  private let analysis: NotebookAnalysis
  /// The versions that suit the code of each image; nil if none does.
  private var versions: [String: ClosedRange<PythonVersion>?] = [:]

  init(_ analysis: NotebookAnalysis) { self.analysis = analysis }

  /// Returns the image to use; nil if none is known. `end`: the minor version of Python 3 that has removed what is at
  /// fault, even if it has another name there.
  mutating func image(insteadOf image: String, before end: Int? = nil) -> String? {
    let suitable: ClosedRange<PythonVersion>?
    if let known = versions[image] {
      suitable = known
    } else {
      suitable = suitableVersions(in: image)
      versions.updateValue(suitable, forKey: image)
    }
    guard let suitable, let preferred = PythonVersion(ofImage: analysis.release.defaults.baseImage) else {
      return nil
    }
    let newest = end.map { min(suitable.upperBound, PythonVersion(3, $0 - 1)) } ?? suitable.upperBound
    guard suitable.lowerBound <= newest else { return nil }
    let other = OtherImage.image(
      insteadOf: image, with: suitable.lowerBound...newest, preferring: preferred)
    return other == image ? nil : other
  }

  private static let newest = PythonVersion(3, 99)

  private func suitableVersions(in image: String) -> ClosedRange<PythonVersion>? {
    var (oldest, newest) = (PipelineRuntime.exact.oldestPython, Self.newest)
    func narrow(from first: Int?, before end: Int?) {
      if let first { oldest = max(oldest, PythonVersion(3, first)) }
      if let end { newest = min(newest, PythonVersion(3, end - 1)) }
    }
    var code = VersionedCode(analysis)
    for cell in analysis.cells(with: [.imports, .versionedCode]) where runs(cell, in: image) {
      for module in analysis.moduleVersions(in: cell) { narrow(from: module.first, before: module.end) }
      for use in code.versions(in: cell) { narrow(from: use.first, before: use.end) }
    }
    return oldest <= newest ? oldest...newest : nil
  }

  private func runs(_ cell: CellIndex, in image: String) -> Bool {
    guard analysis.outline.isRun(cell) else { return false }
    return analysis.cellsOfImages(running: cell).contains { analysis.image(ofCell: $0).name == image }
  }
}

extension NotebookAnalysis {
  /// The minor versions of Python 3 that brought modules which a cell imports, and that removed them.
  fileprivate func moduleVersions(in cell: CellIndex) -> [(first: Int?, end: Int?)] {
    allImports(in: cell, where: PythonVersion.isInSomeVersionsOnly).filter {
      surroundings(of: $0) != .guardedStatement && ($0.path != "distutils" || !installsDistutils)
    }.map { PythonVersion.versions(ofModule: $0.path) }
  }
}
