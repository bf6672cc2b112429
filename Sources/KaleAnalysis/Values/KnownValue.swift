import NotebookModel
import PythonSyntax

/// What is known of the kind of a value. Only values that are large, or contain one, are objects.
package enum KnownValue: Sendable {
  case unknown
  /// A number of Python itself.
  case plain
  /// A Python string.
  case text
  /// `None`.
  case nothing
  /// An integer that the code names.
  case integer(Int)
  /// A NumPy number.
  case number
  /// A NumPy number or array.
  case numpy
  /// A NumPy array that holds Python objects.
  case objects
  /// A NumPy or pandas array of which it is not known whether it holds Python objects.
  case mixed
  /// An element of such an array: a NumPy number or a Python object.
  case element
  /// What the sum or the greatest element of a series is: a NumPy number, unless the series holds Python objects.
  case reduced
  /// What the sum or the greatest element of an array is: a number, date or text of NumPy, unless the array holds Python
  /// objects.
  case scalar
  /// A pandas series; what its cells hold.
  case series(Cells)
  /// A pandas data frame; what its cells hold.
  case frame(Cells)
  /// A pandas object that groups rows, and whether it groups a series.
  case grouped(isSeries: Bool)
  /// A module, function or class of a library, by its dotted path.
  case library(String)
  /// What a class or function of a library returns, by its dotted path, and what it was given.
  case made(String, [KnownValue])
  /// A list, tuple, set or dictionary; in what order its parts are is known of a tuple alone.
  case container([KnownValue], isDictionary: Bool)
  /// A function or class of the notebook.
  indirect case definition(DefinitionInNotebook)
  /// An object of a class of the notebook, and what its constructor was given.
  indirect case instance(DefinitionInNotebook, [KnownValue])
  /// A member of an enumeration of the notebook.
  indirect case member(DefinitionInNotebook)
  case lambda
  /// A function of a function, and what a variable holds that it uses of the function around it.
  indirect case closure(KnownValue)

  /// What the cells of a table hold, as far as it is known.
  package struct Cells: Sendable {
    /// Objects of the notebook's classes, its functions and lambdas.
    var objects: [KnownValue] = []
    /// Whether some cells are known to contain strings.
    var hasText = false
    /// Whether the cells are known to contain lists, dictionaries and the like.
    var hasCollections = false

    /// What `to_numpy` returns.
    var array: KnownValue { hasText || hasCollections ? .objects : .mixed }
  }
}

/// A function or class of the notebook, and where it is.
package struct DefinitionInNotebook: Sendable {
  /// The function or class, as its code defines it.
  package let value: DefinedValue
  /// The unit that defines it; nil for a shared cell.
  let unit: UnitIndex?
  /// Its cell, counted among those of the unit, or among the shared cells.
  let ordinal: Int

  /// The name of the function or class.
  package var name: String { value.name }

  /// Returns whether both are one definition: of the same name, in the same cell.
  package func isSame(as other: DefinitionInNotebook) -> Bool {
    name == other.name && unit == other.unit && ordinal == other.ordinal
  }
}
