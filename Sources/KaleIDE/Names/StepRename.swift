import KaleAnalysis
import NotebookModel

/// The rename of a step or a referenced notebook, in its own tag and in every `prev:` tag that names it.
package struct StepRename: Sendable {
  /// Why the rename is impossible, as a sentence.
  package struct Fault: Error, Sendable, Hashable {
    /// Why the name cannot be given, as a sentence.
    package let message: String
  }

  /// The edits of all tags that contain the name.
  package let edits: [NotebookEdit]
  /// What a menu shows.
  package let title: String

  /// The rename as a change of the notebook.
  package var fix: Fix { Fix(title, edits) }

  /// Collects the edits of a rename.
  ///
  /// - Parameters:
  ///   - name: The name of a step or a reference.
  ///   - new: The name to give. If it is the old one, there are no edits.
  ///   - analysis: The analysis of the notebook.
  /// - Throws: A ``Fault`` if there is no such step, if Kale does not accept the new name, or if another step has it.
  package init(of name: String, to new: String, in analysis: NotebookAnalysis) throws(Fault) {
    title = "Rename step `\(name)` to `\(new)`"
    guard let unit = analysis.outline.unit(named: name) else {
      throw Fault(message: "Step `\(name)` does not exist.")
    }
    guard new != name else {
      edits = []
      return
    }
    try Self.check(new, in: analysis)
    guard analysis.outline.unit(named: new) == nil else {
      throw Fault(message: "Step `\(new)` already exists. Choose another name.")
    }
    let references =
      analysis.outline.units[unit].isNotebook
      ? analysis.tags[analysis.outline.units[unit].definition].notebooks.filter { $0.name == name } : []
    edits =
      references.map { reference in
        .replaceTag(
          cell: analysis.outline.units[unit].definition, index: reference.tag, with: "notebook:\(new)")
      } + StepNameTags(analysis).renameEdits(from: name, to: new)
  }

  /// Checks that a step can have a name, be it taken or not.
  ///
  /// - Throws: A ``Fault`` if Kale does not accept the name or reserves it.
  static func check(_ new: String, in analysis: NotebookAnalysis) throws(Fault) {
    guard StepName.isValid(new, in: analysis.release) else {
      let remedy = StepName.suggestion(for: new).map { " Did you mean `\($0)`?" } ?? ""
      throw Fault(
        message:
          "`\(new)` is not a valid step name. Use lowercase letters, digits and `_`, and do not start with a digit."
          + remedy)
    }
    guard ReservedStepName.role(of: new) == nil, new != analysis.release.tags.temporaryStepName else {
      throw Fault(message: "Kale reserves the name `\(new)`. Choose another name.")
    }
  }
}
