import KaleSettings
import NotebookModel
import SourceText
import TOMLSyntax

/// A configuration file: `kale-lsp.toml`, or a `pyproject.toml` with a section for kale-lsp.
package struct ConfigurationFile: Sendable {
  /// Something that is wrong with a configuration file.
  package struct Fault: Sendable, Hashable {
    /// The path of the file.
    package let path: String
    /// What is wrong, in sentences.
    package let message: String
    /// Where, in bytes.
    package let range: Range<Int>
    /// Where; nil if the file cannot be read.
    package let position: TextPosition?
    /// Whether the file is not TOML, so that nothing in it counts.
    package let isSyntaxError: Bool

    /// Where and what, as compilers say it.
    package var description: String { description(path: path) }

    /// Where and what, with the path of the file as given.
    package func description(path: String) -> String {
      "\(path):\(position.map { "\($0.line + 1):\($0.column + 1):" } ?? "") \(message)"
    }
  }

  /// The path of the file.
  package let path: String
  /// Its text.
  package let text: SourceText
  /// What it sets.
  package private(set) var settings = Settings()
  /// What of it counts for the analysis of notebooks.
  package private(set) var project = ProjectDefaults()
  /// For patterns of paths the rules that are ignored there.
  private var ignoredRules: [RulesOfPaths] = []
  /// What is wrong with it.
  package private(set) var faults: [Fault] = []
  /// Settings that it has and that do not count, since its folder is not trusted.
  package private(set) var untrusted: [Setting] = []

  /// The folder that its patterns count from.
  package var folder: String { FileSystem.folder(of: path) }
  /// Whether it is not TOML.
  package var isBroken: Bool { faults.contains(where: \.isSyntaxError) }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: Its path, which decides where in it the settings are.
  ///   - bytes: Its content.
  ///   - rules: What is known of rules.
  ///   - isTrusted: Whether settings that name images, package indexes or hosts count.
  init?(path: String, bytes: [UInt8], rules: SettingsReading.Rules, isTrusted: Bool) {
    self.path = path
    text = SourceText(utf8: bytes)
    let document = TOMLDocument(parsing: bytes)
    if let error = document.error {
      faults = [fault("Invalid TOML: \(error.message).", error.range, isSyntaxError: true)]
      return
    }
    guard let section = Self.section(of: document.root, in: path) else {
      guard let other = Self.misspelledSection(of: document.root) else { return nil }
      faults = [
        fault("Nothing reads `[tool.\(other.key)]`. Did you mean `[tool.kale-lsp]`?", other.keyRange)
      ]
      return
    }
    let reading = SettingsReading(SettingValue(section), .file, rules: rules) { [text] offset in
      let position = text.position(of: offset, in: .utf16)
      return .file(path: path, line: position.line + 1, column: position.column + 1)
    }
    faults = reading.faults.map { fault($0.message(.file), $0.range) }
    settings = isTrusted ? reading.settings : reading.settings.withoutThoseThatNeedTrust
    project = ProjectDefaults(settings)
    ignoredRules = settings.pairs(.perFileIgnores).map { RulesOfPaths($0.key, $0.words, in: folder) }
    untrusted = isTrusted ? [] : Setting.allCases.filter { $0.needsTrust && !reading.settings[$0].isEmpty }
  }

  /// Creates what is known of a file that gives no settings, for a reason that is a sentence.
  init(unusable path: String, _ reason: String) {
    self.path = path
    text = SourceText(utf8: [])
    faults = [Fault(path: path, message: reason, range: 0..<0, position: nil, isSyntaxError: true)]
  }

  /// Returns the selectors of the rules that patterns of paths ignore in the notebook at a path.
  package func rulesIgnored(inNotebookAt path: String) -> [String] {
    let path = FileSystem.normalized(path)
    return ignoredRules.flatMap { $0.isAbout(path) ? $0.rules : [] }
  }

  /// Returns the file with the settings that it had before it became invalid.
  func keepingSettings(of earlier: ConfigurationFile) -> ConfigurationFile {
    var result = self
    result.settings = earlier.settings
    result.project = earlier.project
    result.ignoredRules = earlier.ignoredRules
    result.untrusted = earlier.untrusted
    return result
  }

  private static func section(of root: TOMLTable, in path: String) -> TOMLValue? {
    guard FileSystem.name(of: path) == projectFileName else { return TOMLValue(.table(root), range: 0..<0) }
    guard case .table(let tools)? = root["tool"]?.content else { return nil }
    return tools[name]
  }

  /// The section that another spelling of the name has: `[tool.kale_lsp]`.
  private static func misspelledSection(of root: TOMLTable) -> TOMLTable.Entry? {
    guard case .table(let tools)? = root["tool"]?.content else { return nil }
    return tools.entries.first { $0.key.lowercased().filter(\.isLetter) == name.filter(\.isLetter) }
  }

  /// The name of the section.
  private static let name = "kale-lsp"

  /// The name of the file in which many tools have a section.
  static let projectFileName = "pyproject.toml"
  /// The names of configuration files in a folder, the one that takes precedence first.
  package static let names = [".kale-lsp.toml", "kale-lsp.toml", projectFileName]

  private func fault(_ message: String, _ range: Range<Int>, isSyntaxError: Bool = false) -> Fault {
    Fault(
      path: path, message: message, range: range, position: text.position(of: range.lowerBound, in: .utf16),
      isSyntaxError: isSyntaxError)
  }
}

/// The rules that a pattern of paths ignores.
private struct RulesOfPaths: Sendable {
  let rules: [String]
  private let paths: IgnoreList
  /// Whether they are ignored in all notebooks but those that the pattern matches: it starts with `!`.
  private let isNegated: Bool

  init(_ pattern: String, _ rules: [String], in folder: String) {
    self.rules = rules
    isNegated = pattern.utf8.first == UInt8(ascii: "!")
    paths = IgnoreList([isNegated ? String(pattern.dropFirst()) : pattern], in: folder)
  }

  func isAbout(_ path: String) -> Bool { paths.ignoresFile(at: path) != isNegated }
}
