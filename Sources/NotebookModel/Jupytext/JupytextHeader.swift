import JSONSyntax

/// The header of a text: what stands between two lines `---` at its start, in scripts as comments.
struct JupytextHeader: Sendable {
  /// The lines of the header with both its `---`; nil where the text has none.
  private(set) var lines: Range<Int>?
  /// Where the cells start.
  private(set) var end = 0
  /// The notebook's metadata, and where they stand.
  private(set) var metadata: TextNode?
  /// The key `jupyter`, below which they are.
  private(set) var metadataKey: Range<Int>?
  /// The header's other lines: a cell of its own.
  private(set) var ownLines: [ArraySlice<UInt8>] = []
  /// Why it cannot be read.
  private(set) var problem: YAMLReader.Problem?
  /// Whether the header's lines are comments.
  let isCommented: Bool

  /// The header of a script or a Markdown text.
  init(_ text: TextLines, isCommented: Bool) {
    self.isCommented = isCommented
    var jupyter: [ArraySlice<UInt8>] = []
    var isInJupyter = false
    var start: Int?
    var isHidden = false
    for index in text.indices {
      let line = text[index]
      if isCommented, index < 2, end == index, Self.isPreamble(line, first: index == 0) {
        end = index + 1
        continue
      }
      guard let content = content(of: line) else { return }
      if !isCommented, line.trimmed.hasPrefix("<!--") {
        isHidden = true
        continue
      }
      if isHidden, start == nil, line.isBlank { continue }
      if Self.isRule(content) {
        guard let first = start else {
          start = index
          continue
        }
        finish(text, first..<index + 1, isHidden: isHidden)
        readMetadata(jupyter)
        return
      }
      if start == nil {
        if content.isBlank { continue }
        return
      }
      if Self.isJupyterKey(content) {
        isInJupyter = true
      } else if !content.isEmpty, content.trimmedStart == content.startIndex {
        isInJupyter = false
      }
      if isInJupyter { jupyter.append(content) } else { ownLines.append(content) }
      if !isCommented, index > Self.maximumLines { return }
    }
  }

  /// A longer header is none: another text with two rules in it.
  private static let maximumLines = 10_000

  /// The front matter of a MyST text.
  init(ofMyST text: TextLines) {
    isCommented = false
    guard text.count > 1, Self.isRule(text[0]),
      let last = (1..<min(text.count, Self.maximumLines)).first(where: { Self.isRule(text[$0]) })
    else { return }
    lines = 0..<last + 1
    end = last + 1
    switch YAMLReader.read((1..<last).map { text[$0] }) {
    case .success(let node):
      metadata = node?.isObject == true ? node : nil
      metadataKey = text.range(of: 0)
      // What Jupyter's own metadata are is at the top, with those of others.
      if var whole = metadata, let jupyter = whole["jupyter"], jupyter.isObject {
        whole.content = .object(whole.members.filter { $0.key != "jupyter" } + jupyter.members)
        metadata = whole
      }
    case .failure(let problem): self.problem = problem
    }
  }

  private func content(of line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    isCommented ? line.behindComment : line
  }

  private static func isRule(_ line: ArraySlice<UInt8>) -> Bool {
    line.hasPrefix("---") && line.dropFirst(3).isBlank
  }

  private static func isJupyterKey(_ line: ArraySlice<UInt8>) -> Bool {
    guard line.hasPrefix("jupyter") else { return false }
    return line.dropFirst(7).trimmed.elementsEqual(":".utf8)
  }

  /// The line that names a program or an encoding.
  private static func isPreamble(_ line: ArraySlice<UInt8>, first isFirst: Bool) -> Bool {
    if isFirst, line.hasPrefix("#!") { return true }
    guard line.trimmedFirst == UInt8(ascii: "#"), let place = line.firstPlace(of: "coding") else {
      return false
    }
    let sign = line[(place + 6)...].first
    return sign == UInt8(ascii: ":") || sign == UInt8(ascii: "=")
  }

  private mutating func finish(_ text: TextLines, _ header: Range<Int>, isHidden: Bool) {
    var last = header.upperBound - 1
    if isHidden {
      last = (header.upperBound..<text.count).first { text[$0].firstPlace(of: "-->") != nil } ?? last
    }
    lines = header.lowerBound..<last + 1
    end = last + 1
    if end < text.count, (content(of: text[end]) ?? text[end]).isBlank { end += 1 }
  }

  private mutating func readMetadata(_ jupyter: [ArraySlice<UInt8>]) {
    guard let key = jupyter.first else { return }
    metadataKey = key.startIndex..<key.startIndex + 7
    switch YAMLReader.read(jupyter) {
    case .success(let node): metadata = node?["jupyter"]
    case .failure(let problem): self.problem = problem
    }
  }

  // MARK: - What jupytext says of the text

  private var jupytext: TextNode? { metadata?["jupytext"] }

  func option(_ key: String) -> TextNode? { jupytext?[key] }

  /// The name of the format that the text says it has.
  var formatName: String? { jupytext?["text_representation"]?["format_name"]?.string }

  /// The ending of the file that the text says it has, with its point.
  var fileEnding: String? { jupytext?["text_representation"]?["extension"]?.string }

  /// The language of the notebook's kernel, or that of most of its cells; nil where the header does not say.
  var language: String? {
    (jupytext?["main_language"]?.string ?? metadata?["kernelspec"]?["language"]?.string)?.lowercased()
  }

  /// The cell that the lines are which are not Jupyter's; nil where there are none.
  var cell: JupytextCell? {
    guard let lines, !ownLines.isEmpty else { return nil }
    var source = CellSource()
    source.append(line: "---", shownAt: ownLines[0].startIndex)
    for line in ownLines { source.append(line: line) }
    source.append(line: "---", shownAt: ownLines[ownLines.count - 1].endIndex)
    return JupytextCell(
      kind: .raw, lines: lines, hasMarker: true, options: nil, contentLines: lines, source: source,
      isCommented: true)
  }
}
