import NotebookModel

/// A place where the code of a notebook uses a file.
package struct FileUse: Sendable {
  /// What the code does.
  enum Purpose: Sendable {
    case read
    /// It looks for the files that a pattern matches.
    case listing
    case write
    /// It asks whether the file exists, or how large it is.
    case probe
    /// It imports the module that the file is.
    case imports
    /// It writes a file whose name is not known.
    case unseenWrite
    /// It runs a program, downloads or unpacks something, which may create any file.
    case creation
    /// It changes the working directory, so that later relative paths have another base.
    case changeOfFolder
  }

  /// The step; nil for a shared cell, whose code every step runs.
  package var unit: UnitIndex?
  /// The cell whose code it is.
  package var cell: CellIndex
  /// The bytes of the statement.
  package var statement: Range<Int>
  var purpose: Purpose
  /// The file, or an empty pattern if the use isn't about one file.
  package var file: PathPattern
}
