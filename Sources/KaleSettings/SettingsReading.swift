import KaleAnalysis

/// One reading of a section of settings: what it sets, and what is wrong with it. What is wrong has no effect.
package struct SettingsReading {
  /// What is known of rules, which are not known here.
  package struct Rules: Sendable {
    /// Returns what is wrong with a selector of rules; nil if it selects some.
    let fault: @Sendable (_ selector: String) -> String?
    /// The levels that rules can have.
    let levels: [String]

    /// Creates the knowledge.
    package init(levels: [String], fault: @escaping @Sendable (_ selector: String) -> String?) {
      self.fault = fault
      self.levels = levels
    }

    /// Takes each word for a rule.
    package static let unverified = Rules(levels: []) { _ in nil }
  }

  /// What is set.
  package private(set) var settings = Settings()
  /// What is wrong, in the order of the section.
  package private(set) var faults: [SettingFault] = []

  private let dialect: SettingFault.Dialect
  private let rules: Rules
  private let source: (_ place: Int) -> SettingSource

  /// Reads a section.
  ///
  /// - Parameters:
  ///   - section: The section.
  ///   - dialect: Whether a file or an editor has it. In that of an editor, other keys belong to the editor.
  ///   - rules: What is known of rules.
  ///   - source: Returns the source of what a byte of the file sets.
  package init(
    _ section: SettingValue, _ dialect: SettingFault.Dialect, rules: Rules,
    source: @escaping (_ place: Int) -> SettingSource
  ) {
    self.dialect = dialect
    self.rules = rules
    self.source = source
    guard case .table(let members) = section.content else {
      faults.append(
        SettingFault(
          path: dialect == .file ? ["kale-lsp"] : [], problem: .expected(table, got: section.shown),
          range: section.range))
      return
    }
    for member in members { read(member) }
  }

  private var table: String { dialect == .file ? "a table" : "an object" }

  private mutating func read(_ member: SettingValue.Member) {
    guard let setting = Setting(rawValue: member.key), dialect == .file || setting.isInEditors else {
      if dialect == .file { reportUnknown(member) }
      return
    }
    guard let content = content(of: member.value, setting) else { return }
    settings.set(setting, to: content, by: source(member.keyRange.lowerBound))
  }

  private mutating func reportUnknown(_ member: SettingValue.Member) {
    // A name of the metadata of notebooks, or of another language, is rather another spelling than another word.
    let spelled = member.key.replacingUnderscores
    let names = Setting.allCases.map(\.rawValue)
    let nearest =
      names.contains(spelled)
      ? spelled : Self.namesElsewhere[spelled] ?? SpellingSuggestion.nearest(to: spelled, among: names)
    let remedy =
      member.key == "tool"
      ? "The table `[tool.kale-lsp]` belongs in `pyproject.toml`; this file has the settings at its top level."
      : nearest.map { "Did you mean `\($0)`?" } ?? "Run `kale-lsp config` to list the settings."
    report(.sentence("Unknown setting `\(member.key)`. \(remedy)"), [member.key], member.keyRange)
  }

  /// What settings are called that other tools have, or documents, under other names.
  private static let namesElsewhere = [
    "image": Setting.baseImage.rawValue, "per-path-ignores": Setting.perFileIgnores.rawValue,
    "severity": Setting.rules.rawValue,
  ]

  private mutating func report(_ problem: SettingFault.Problem, _ path: [String], _ range: Range<Int>) {
    faults.append(SettingFault(path: path, problem: problem, range: range))
  }

  private mutating func reject(_ value: SettingValue, _ path: [String], expected: String) {
    report(.expected(expected, got: value.shown), path, value.range)
  }
}

// MARK: - Forms

extension SettingsReading {
  private mutating func content(of value: SettingValue, _ setting: Setting) -> SettingContent? {
    let path = [setting.rawValue]
    switch setting.form {
    case .flag:
      if case .flag(let flag) = value.content { return .flag(flag) }
      reject(value, path, expected: "true or false")
    case .choice(let words):
      if case .text(let text) = value.content, words.contains(text) { return .text(text) }
      report(.word(of: words, got: value.shown), path, value.range)
    case .image: return image(value, path).map(SettingContent.text)
    case .address: return address(value, path).map(SettingContent.text)
    case .addresses:
      return words(value, path, of: "strings") { $0.address($1, $2) }.map(SettingContent.words)
    case .patterns: return words(value, path, of: "patterns") { $0.word($1, $2) }.map(SettingContent.words)
    case .rules: return ruleWords(value, path).map(SettingContent.words)
    case .levels: return levels(value, path)
    case .rulesOfPaths:
      return pairs(value, path, keys: "patterns") { reading, member in
        reading.ruleWords(member.value, path + [member.key])
      }
    case .packages: return pairs(value, path, keys: "modules") { $0.package($1, path) }
    }
    return nil
  }

  private mutating func word(_ value: SettingValue, _ path: [String]) -> String? {
    if case .text(let text) = value.content, !text.isEmpty { return text }
    reject(value, path, expected: "a string that is not empty")
    return nil
  }

  private mutating func image(_ value: SettingValue, _ path: [String]) -> String? {
    guard let image = word(value, path) else { return nil }
    guard let fault = KubernetesSyntax.fault(inImage: image) else { return image }
    let name = path.joined(separator: ".")
    report(
      .sentence("`\(name)`: \(value.shown) is not a valid image reference: \(fault)."), path, value.range)
    return nil
  }

  private mutating func address(_ value: SettingValue, _ path: [String]) -> String? {
    guard let word = word(value, path) else { return nil }
    guard word.contains(where: \.isWhitespace) else { return word }
    reject(value, path, expected: "a string without white space")
    return nil
  }

  private mutating func words(
    _ value: SettingValue, _ path: [String], of what: String,
    _ word: (inout SettingsReading, SettingValue, [String]) -> String?
  ) -> [String]? {
    guard case .list(let elements) = value.content else {
      reject(value, path, expected: "a list of \(what)")
      return nil
    }
    return elements.enumerated().compactMap { word(&self, $1, path + ["\($0)"]) }
  }

  private mutating func ruleWords(_ value: SettingValue, _ path: [String]) -> [String]? {
    guard case .list(let elements) = value.content else {
      reject(value, path, expected: "a list of rules")
      return nil
    }
    return elements.enumerated().compactMap { index, element in
      guard let word = word(element, path + ["\(index)"]) else { return nil }
      return isRule(word, path, element.range) ? word : nil
    }
  }

  private mutating func isRule(_ word: String, _ path: [String], _ range: Range<Int>) -> Bool {
    guard let fault = rules.fault(word) else { return true }
    report(.sentence(fault), path, range)
    return false
  }

  private mutating func levels(_ value: SettingValue, _ path: [String]) -> SettingContent? {
    // What Lua writes for an empty object.
    if dialect == .editor, case .list(let elements) = value.content, elements.isEmpty { return nil }
    return pairs(value, path, keys: "rules") { reading, member in
      guard reading.isRule(member.key, path, member.keyRange) else { return nil }
      if case .text(let level) = member.value.content, reading.rules.levels.contains(level) { return [level] }
      reading.report(
        .word(of: Array(reading.rules.levels), got: member.value.shown), path + [member.key],
        member.value.range)
      return nil
    }
  }

  private mutating func package(_ member: SettingValue.Member, _ path: [String]) -> [String]? {
    switch member.value.content {
    case .flag(false): return []
    case .text(let name) where Requirement(name)?.isBare == true: return [name]
    default:
      reject(
        member.value, path + [member.key],
        expected: "the name of a package on the package index, or `false` to install nothing")
      return nil
    }
  }

  private mutating func pairs(
    _ value: SettingValue, _ path: [String], keys: String,
    _ words: (inout SettingsReading, SettingValue.Member) -> [String]?
  ) -> SettingContent? {
    guard case .table(let members) = value.content else {
      reject(value, path, expected: "\(table) whose keys are \(keys)")
      return nil
    }
    return .pairs(
      members.compactMap { member in
        words(&self, member).map { SettingContent.Pair(key: member.key, words: $0) }
      })
  }
}

extension String {
  /// The string with hyphens for underscores.
  fileprivate var replacingUnderscores: String { String(map { $0 == "_" ? "-" : $0 }) }
}
