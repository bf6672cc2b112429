/// How jupytext writes a notebook as text.
enum JupytextFormat: Sendable {
  /// Cells that start with `# %%`. In hydrogen scripts magics are no comments.
  case percent(hasCommentedMagics: Bool)
  /// Paragraphs, and `# +` … `# -`.
  case light(hasCommentedMagics: Bool, LightReader.Markers?)
  case markdown(splitsAtHeadings: Bool)
  case myst
}

/// What is known of a text beside its content: its language in the editor, or the ending of its name.
package enum JupytextHint: Sendable, Hashable {
  case python
  case markdown
  /// Markdown of a kind that holds notebooks and nothing else.
  case myst
  /// Nothing: the content alone decides.
  case unknown
  /// A language that no notebook for Kale is written in.
  case otherLanguage

  /// Concludes from what is known beside a text what it may be. A telling name takes precedence over the language: some
  /// editors send one language for several kinds of files.
  ///
  /// - Parameters:
  ///   - languageID: What the editor calls the language; empty where there is no editor.
  ///   - name: The file's name, or its whole path or URI.
  package init(languageID: String, name: String) {
    let byName = Self(name: name)
    switch languageID {
    case _ where byName.isNotebook: self = byName
    case "python", "jupytext", "ipython": self = .python
    case "markdown", "myst", "quarto", "rmd": self = .markdown
    case "", "plaintext", "text", "ipynb", "json", "jsonc", "jupyter": self = byName
    default: self = .otherLanguage
    }
  }

  /// Whether it names a kind of text that can be a notebook.
  private var isNotebook: Bool {
    switch self {
    case .python, .markdown, .myst: true
    case .unknown, .otherLanguage: false
    }
  }

  private init(name: String) {
    let file = ReferencedNotebooks.name(of: name)
    let parts = file.split(separator: ".")
    switch parts.count > 1 ? parts.last?.lowercased() : nil {
    case "py": self = .python
    case "md", "markdown": self = .markdown
    case "myst", "mystnb", "mnb": self = .myst
    case nil, "ipynb", "json", "txt": self = .unknown
    default: self = .otherLanguage
    }
  }
}

/// Tells which texts are notebooks that jupytext wrote, and in which format: by their headers and their cell markers.
struct JupytextRecognition {
  let format: JupytextFormat
  let header: JupytextHeader

  /// Nil for a text that is no notebook.
  init?(_ text: TextLines, _ hint: JupytextHint) {
    guard text.count > 0 else { return nil }
    switch hint {
    case .otherLanguage: return nil
    case .python: self.init(script: text)
    case .markdown: self.init(markdown: text, isMyST: false)
    case .myst: self.init(markdown: text, isMyST: true)
    case .unknown:
      let script = JupytextRecognition(script: text)
      if let script {
        self = script
      } else {
        self.init(markdown: text, isMyST: false)
      }
    }
  }

  private init(_ format: JupytextFormat, _ header: JupytextHeader) {
    self.format = format
    self.header = header
  }

  // MARK: - Scripts

  private init?(script text: TextLines) {
    let header = JupytextHeader(text, isCommented: true)
    guard header.language.map(JupytextLanguages.isPython) ?? true, header.fileEnding ?? ".py" == ".py" else {
      return nil
    }
    let magics = header.option("comment_magics")?.value
    switch header.formatName {
    case "percent": self.init(.percent(hasCommentedMagics: magics != .bool(false)), header)
    case "hydrogen": self.init(.percent(hasCommentedMagics: magics == .bool(true)), header)
    case "light", "nomarker":
      self.init(.light(hasCommentedMagics: magics != .bool(false), Self.markers(header)), header)
    case nil:
      let signs = ScriptSigns(text, from: header.end)
      if signs.hasPercentMarkers {
        let isCommented = magics.map { $0 == .bool(true) } ?? !signs.hasPlainMagics
        self.init(.percent(hasCommentedMagics: isCommented), header)
      } else if signs.hasTaggedCells || header.metadata != nil || header.problem != nil {
        let markers = Self.markers(header) ?? signs.markers
        self.init(.light(hasCommentedMagics: magics != .bool(false), markers), header)
      } else {
        return nil
      }
    default: return nil
    }
  }

  private static func markers(_ header: JupytextHeader) -> LightReader.Markers? {
    guard let text = header.option("cell_markers")?.string, text != "+,-" else { return nil }
    let parts = text.split(separator: ",", maxSplits: 1)
    return parts.count == 2 ? LightReader.Markers(start: String(parts[0]), end: String(parts[1])) : nil
  }

  // MARK: - Markdown

  private init?(markdown text: TextLines, isMyST: Bool) {
    let header = JupytextHeader(text, isCommented: false)
    let language = header.language.map(JupytextLanguages.isPython) ?? true
    let split = header.option("split_at_heading")?.value == .bool(true)
    switch header.formatName {
    case "markdown" where language && [".md", ".markdown"].contains(header.fileEnding ?? ".md"):
      self.init(.markdown(splitsAtHeadings: split), header)
    case nil, "myst":
      let whole = JupytextHeader(ofMyST: text)
      if isMyST || whole.formatName == "myst" || MySTReader.hasCells(text, from: whole.end) {
        self.init(.myst, whole)
      } else if header.metadata != nil && language || Self.hasTaggedFence(text, from: header.end) {
        self.init(.markdown(splitsAtHeadings: split), header)
      } else {
        return nil
      }
    default: return nil
    }
  }

  /// Whether a block of Python has tags, which mean nothing outside notebooks.
  private static func hasTaggedFence(_ text: TextLines, from start: Int) -> Bool {
    (start..<max(start, text.count)).contains { index in
      guard text[index].first == UInt8(ascii: "`"), let fence = CodeFence(text[index]) else { return false }
      return JupytextLanguages.isPython(fence.language) && fence.options["tags"] != nil
    }
  }
}

/// What in a script without a header shows that it is a notebook.
private struct ScriptSigns {
  var hasPercentMarkers = false
  /// Whether magics stand as they are.
  var hasPlainMagics = false
  /// Whether a cell of the light format has tags: `# +` alone may be the comment of anyone.
  var hasTaggedCells = false
  /// The signs of the light format's cells where they are others.
  var markers: LightReader.Markers?

  init(_ text: TextLines, from start: Int) {
    var quotes = QuoteState()
    for index in start..<max(start, text.count) {
      let line = text[index]
      quotes.read(line)
      if quotes.isQuoted { continue }
      if line.first == UInt8(ascii: "#") {
        if Self.isPercentMarker(line) {
          hasPercentMarkers = true
        } else if !hasTaggedCells {
          readLightMarker(line)
        }
      } else if !hasPlainMagics, JupytextMagics.isMagic(line, isSurelyCode: false) {
        hasPlainMagics = true
      }
    }
  }

  /// A marker at the very start of its line, with one space in it at most.
  private static func isPercentMarker(_ line: ArraySlice<UInt8>) -> Bool {
    guard PercentMarker(line) != nil else { return false }
    let mark = line.behindComment ?? line
    return mark.hasPrefix("%%") || mark.hasPrefix("<codecell>") || mark.hasPrefix("In[")
  }

  private mutating func readLightMarker(_ line: ArraySlice<UInt8>) {
    let mark = line[line.dropFirst().trimmedStart...]
    for (start, end) in [("+", "-"), ("region", "endregion"), ("{{{", "}}}")] where mark.hasPrefix(start) {
      let options = CellOptions(reading: mark.dropFirst(start.utf8.count), isTitled: true)
      guard options["tags"]?.isList == true else { return }
      hasTaggedCells = true
      if start != "+" { markers = LightReader.Markers(start: start, end: end) }
    }
  }
}
