import KaleAnalysis
import JSONSyntax
import NotebookModel
import SourceText

/// A notebook written as a few lines of text, for the examples of rules.
///
/// A cell starts with a line `# %%`, as in percent scripts, and may name its kind and tags:
/// `# %% [markdown] tags=["step:load"]`. A first line `# kubeflow_notebook: {…}` gives the configuration, which is
/// a plain one otherwise; a line `# kale_lsp: {…}` behind it gives the settings of kale-lsp. The signs `«` and `»` mark the place a finding is at: a tag, some code, a key or value of the
/// configuration or all of it, or, between the marks of a cell line `«# %%»`, the cell. Text that starts with a bracket
/// is the JSON of an `.ipynb` file instead.
///
/// `notebook_path="sub.ipynb"` behind the tags is the cell's path to another notebook, and `language="SQL"` its language.
/// A line `# language: R` behind the configuration gives the language of the kernel. A line `# file: sub.ipynb` starts
/// the text of that; the first notebook is `example.ipynb` in the same folder. A file of another type is one that the
/// folder contains; `# file: data.csv (2000 bytes)` gives it a size.
package struct ExampleNotebook {
  /// The notebook, without the marks.
  package private(set) var notebook = Notebook()
  /// The notebooks that it refers to.
  package private(set) var files = ReferencedNotebooks(root: fileName)
  /// What its folder contains of what it uses.
  package private(set) var folder = NotebookFolder.unknown
  private var others = ExampleFiles([(name: String, text: String)]())
  /// The marked places, in the order of the text.
  package private(set) var marks: [NotebookPlace] = []

  private static let configuration = #"{"pipeline_name": "example", "experiment_name": "example"}"#

  private static let fileName = "example.ipynb"

  /// Reads an example. All files after the first are those that the notebook refers to, or that its folder contains.
  package init(_ text: String) {
    let parts = Self.files(in: text)
    self.init(ofOneFile: parts[0].text)
    let notebooks = parts.dropFirst().filter { $0.name.hasSuffix(".ipynb") }
    others = ExampleFiles(parts.dropFirst().filter { !$0.name.hasSuffix(".ipynb") })
    folder = others.folder(of: notebook, at: Self.fileName)
    let all = [notebook] + notebooks.map { ExampleNotebook(ofOneFile: $0.text).notebook }
    let referenced = Set(all.flatMap { $0.referencedPaths(in: .current) })
    for part in notebooks where !referenced.contains(part.name) {
      let other = ExampleNotebook(ofOneFile: part.text).notebook
      if case .string(let name)? = other.kaleMetadata?["pipeline_name"] {
        folder.otherPipelines.names[part.name] = name
      }
    }
    addReferences(of: notebook, in: Self.fileName)
    for part in notebooks {
      addReferences(of: ExampleNotebook(ofOneFile: part.text).notebook, in: part.name)
    }
    for part in notebooks {
      let notebook = ExampleNotebook(ofOneFile: part.text).notebook
      files.add(.notebook(ReferencedNotebook(notebook, beside: others.folder(of: notebook))), at: part.name)
    }
  }

  /// Returns what the folder contains of what another state of the notebook uses.
  package func folder(of changed: Notebook) -> NotebookFolder {
    var folder = others.folder(of: changed, at: Self.fileName)
    folder.otherPipelines = self.folder.otherPipelines
    return folder
  }

  /// The text's notebooks with their names, the first one's first.
  private static func files(in text: String) -> [(name: String, text: String)] {
    var files: [(name: String, lines: [Substring])] = [(fileName, [])]
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if let name = rest(of: line, after: "# file: ") {
        files.append((String(name), []))
      } else {
        files[files.count - 1].lines.append(line)
      }
    }
    return files.map { ($0.name, $0.lines.joined(separator: "\n")) }
  }

  private mutating func addReferences(of notebook: Notebook, in file: String) {
    for path in notebook.referencedPaths(in: .current) {
      let name = ReferencedNotebooks.name(of: path)
      files.addReference(in: file, as: path, to: name)
      files.add(.unreadable("no such file"), at: name)
    }
  }

  private init(ofOneFile text: String) {
    if text.first(where: { $0 != "«" }) == "{" || text.first(where: { $0 != "«" }) == "[" {
      let json = Self.readMarks(text[...]) { marks.append(.file(range: $0)) }
      notebook = IpynbDocument(SourceText(json)).notebook
      return
    }
    readCells(text)
  }

  private mutating func readCells(_ text: String) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    let kaleMetadata =
      readMetadata("kubeflow_notebook", &lines)
      ?? JSONTree(parsing: Array(Self.configuration.utf8)).root?.value
    let kaleLSPMetadata = readMetadata("kale_lsp", &lines)
    let language = lines.first.flatMap { Self.rest(of: $0, after: "# language: ") }
    if language != nil { lines.removeFirst() }
    var cells: [NotebookCell] = []
    while let header = lines.popFirst() {
      var body: [Substring] = []
      while let line = lines.first, !Self.isCellLine(line) {
        body.append(line)
        lines.removeFirst()
      }
      while body.last?.isEmpty == true { body.removeLast() }
      cells.append(readCell(CellIndex(cells.count), header: header, body: body.joined(separator: "\n")))
    }
    notebook = Notebook(
      cells: cells, kaleMetadata: kaleMetadata, kaleLSPMetadata: kaleLSPMetadata,
      foreignLanguage: language.map(String.init))
  }

  /// Takes away a first line that gives a value of the metadata; nil where there is none.
  private mutating func readMetadata(_ key: String, _ lines: inout ArraySlice<Substring>) -> JSONValue? {
    guard let first = lines.first, let value = Self.rest(of: first, after: "# \(key): ") else { return nil }
    lines.removeFirst()
    var ranges: [Range<Int>] = []
    let text = Self.readMarks(value) { ranges.append($0) }
    let root = JSONTree(parsing: Array(text.utf8)).root
    marks += ranges.compactMap { range in root.flatMap { Self.place(of: range, in: $0, [key]) } }
    return root?.value
  }

  /// The place of a marked part of the configuration.
  private static func place(of range: Range<Int>, in node: JSONNode, _ path: [String]) -> NotebookPlace? {
    if node.range == range { return .metadata(path: path) }
    for member in node.members {
      let place = path + [member.key.string ?? ""]
      if member.key.range == range { return .metadataKey(path: place) }
      if let found = Self.place(of: range, in: member.value, place) { return found }
    }
    for (index, element) in node.elements.enumerated() {
      if let found = Self.place(of: range, in: element, path + ["\(index)"]) { return found }
    }
    return nil
  }

  private mutating func readCell(_ index: CellIndex, header: Substring, body: String) -> NotebookCell {
    if header.hasPrefix("«") { marks.append(.cell(index)) }
    let tags = readTags(header, cell: index)
    let source = Self.readMarks(body[...]) { marks.append(.source(cell: index, range: $0)) }
    return NotebookCell(
      kind: header.contains("[markdown]") ? .markdown : .code, source: SourceText(source), tags: tags,
      notebookPath: Self.value(of: "notebook_path", in: header),
      language: Self.value(of: "language", in: header))
  }

  private static func value(of key: String, in header: Substring) -> String? {
    let parts = header.split(separator: "\(key)=\"", maxSplits: 1)
    return parts.count > 1 ? String(parts[1].prefix { $0 != "\"" }) : nil
  }

  private mutating func readTags(_ header: Substring, cell: CellIndex) -> [NotebookTag] {
    guard let start = header.firstIndex(of: "["), let equals = header.firstIndex(of: "=") else { return [] }
    let list = header[(start < equals ? equals : start)...].drop { $0 != "[" }
    var ranges: [Range<Int>] = []
    let text = Self.readMarks(list) { ranges.append($0) }
    let elements = JSONTree(parsing: Array(text.utf8)).root.map { Array($0.elements) } ?? []
    for range in ranges {
      guard let tag = elements.firstIndex(where: { $0.range == range }) else { continue }
      marks.append(.tag(cell: cell, index: TagIndex(tag)))
    }
    return elements.map { element in element.string.map(NotebookTag.text) ?? .other(element.value) }
  }

  private static func isCellLine(_ line: Substring) -> Bool {
    line.hasPrefix("# %%") || line.hasPrefix("«# %%")
  }

  private static func rest(of line: Substring, after prefix: String) -> Substring? {
    line.hasPrefix(prefix) ? line.dropFirst(prefix.count) : nil
  }

  /// The text without its marks; tells the byte range of each marked part in what is left.
  private static func readMarks(_ text: Substring, found: (Range<Int>) -> Void) -> String {
    var plain = ""
    var start = 0
    for character in text {
      switch character {
      case "«": start = plain.utf8.count
      case "»": found(start..<plain.utf8.count)
      default: plain.append(character)
      }
    }
    return plain
  }
}
