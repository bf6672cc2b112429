/// The `.ipynb` file that a text is paired with, as the option `formats` of its jupytext header says:
/// `ipynb,py:percent`, or `notebooks//ipynb,scripts//py:percent` for files in folders of their own.
///
/// Source: jupytext's documentation of paired notebooks, and its `paired_paths`.
package struct JupytextPairing: Sendable, Hashable {
  /// One of the forms of the notebook.
  private struct Form: Hashable {
    /// The end of the path of the folder that files of the form are in.
    var folder: [String]
    /// Whether there may be more folders below it: `notebooks///ipynb`.
    var isRoot: Bool
    /// How the names of files end, before the extension.
    var suffix: String
    var fileExtension: String

    /// Reads `folder//suffix.extension:name`; nil for a form with a prefix of file names.
    init?(_ text: Substring) {
      let path = text.prefix { $0 != ":" }
      var parts = path.split(separator: "/", omittingEmptySubsequences: false)
      let name = parts.popLast() ?? ""
      // `//` leaves an empty part.
      guard parts.isEmpty || parts.last == "" else { return nil }
      isRoot = parts.suffix(2) == ["", ""]
      folder = parts.filter { !$0.isEmpty }.map(String.init)
      let point = name.lastIndex(of: ".")
      suffix = point.map { String(name[..<$0]) } ?? ""
      fileExtension = point.map { String(name[name.index(after: $0)...]) } ?? String(name)
    }

    var end: String { "\(suffix).\(fileExtension)" }
  }

  private let notebook: Form
  private let texts: [Form]

  /// Reads the option; nil if it names no `.ipynb` file that can be found from the text.
  init?(formats: String) {
    var forms = formats.split(separator: ",").compactMap { Form($0.filter { $0 != " " }[...]) }
    guard let place = forms.firstIndex(where: { $0.fileExtension == "ipynb" }) else { return nil }
    notebook = forms.remove(at: place)
    texts = forms
    // Nobody asks kale-lsp to follow such a path.
    if notebook.folder.contains("..") { return nil }
  }

  /// Returns the path of the `.ipynb` file; nil if the text is not where the option says.
  package func notebookPath(ofTextAt path: String) -> String? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard let file = parts.last else { return nil }
    var folder = parts.dropLast()
    let form = texts.first { file.hasSuffix($0.end) }
    if let form, !form.folder.isEmpty {
      guard let start = start(of: form, in: folder) else { return nil }
      folder.replaceSubrange(start..<start + form.folder.count, with: notebook.folder)
    } else {
      folder += notebook.folder
    }
    let end =
      form?.end.count ?? file.lastIndex(of: ".").map { file.distance(from: $0, to: file.endIndex) } ?? 0
    return (folder + ["\(file.dropLast(end))\(notebook.end)"]).joined(separator: "/")
  }

  /// Where the folder of a form begins in the path of a folder; nil where it is not part of it.
  private func start(of form: Form, in folder: ArraySlice<String>) -> Int? {
    let last = folder.endIndex - form.folder.count
    guard last >= folder.startIndex else { return nil }
    let starts = form.isRoot ? folder.startIndex...last : last...last
    return starts.last { folder[$0...].starts(with: form.folder) }
  }
}
