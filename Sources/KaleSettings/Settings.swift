/// Where the value of a setting comes from.
package enum SettingSource: Sendable, Hashable {
  case editor
  /// A configuration file; line and column count from 1.
  case file(path: String, line: Int, column: Int)
  /// A key of the notebook's metadata.
  case notebook(key: String)
  /// A variable of the environment.
  case environment(variable: String)
  /// An option of the command line.
  case option(String)
}

/// The value of a setting, once it is valid.
package enum SettingContent: Sendable, Hashable {
  /// A key with the words that belong to it.
  package struct Pair: Sendable, Hashable {
    /// The key as it is written.
    package let key: String
    /// The words that belong to it, in their order.
    package let words: [String]

    /// Creates a pair.
    package init(key: String, words: [String]) {
      self.key = key
      self.words = words
    }
  }

  /// True or false.
  case flag(Bool)
  /// A single word or sentence.
  case text(String)
  /// A list, in its order.
  case words([String])
  /// A level for a selector, rules for a pattern, or a package for a module, none for `false`.
  case pairs([Pair])
}

/// Settings of one place, or of several joined.
package struct Settings: Sendable, Hashable {
  /// A value with its source.
  package struct Entry: Sendable, Hashable {
    /// The value.
    package let content: SettingContent
    /// Where it was set.
    package let source: SettingSource

    /// Creates an entry.
    package init(content: SettingContent, source: SettingSource) {
      self.content = content
      self.source = source
    }
  }

  /// The values of each setting that is set, the one that takes precedence last. Only joined settings have several.
  private var entries: [Setting: [Entry]] = [:]

  /// Creates settings in which nothing is set.
  package init() {}

  /// Sets a setting.
  package mutating func set(_ setting: Setting, to content: SettingContent, by source: SettingSource) {
    let entry = Entry(content: content, source: source)
    entries[setting] = setting.isJoined ? entries[setting, default: []] + [entry] : [entry]
  }

  /// The values of a setting, the one that takes precedence last.
  package subscript(setting: Setting) -> [Entry] { entries[setting] ?? [] }

  /// Returns these settings, joined with others over which they take precedence.
  ///
  /// A selection of rules is a new start: what others ignore or turn off does not count any more.
  package func over(_ others: Settings) -> Settings {
    var result = others
    if entries[.select] != nil {
      result.entries[.ignore] = nil
      result.entries[.rules] = result.entries[.rules]?.map(\.withoutRulesThatAreOff)
    }
    for (setting, own) in entries {
      result.entries[setting] = setting.isJoined ? result[setting] + own : own
    }
    return result
  }

  /// Returns these settings without those that a folder which is not trusted must not choose.
  package var withoutThoseThatNeedTrust: Settings {
    var result = self
    result.entries = entries.filter { !$0.key.needsTrust }
    return result
  }
}

extension Settings.Entry {
  /// The word that turns a rule off.
  package static let off = "off"

  fileprivate var withoutRulesThatAreOff: Settings.Entry {
    guard case .pairs(let pairs) = content else { return self }
    return Settings.Entry(content: .pairs(pairs.filter { $0.words != [Self.off] }), source: source)
  }
}

// MARK: - Values

extension Settings {
  /// The value of a flag; nil if it is not set.
  package func flag(_ setting: Setting) -> Bool? {
    guard case .flag(let flag) = self[setting].last?.content else { return nil }
    return flag
  }

  /// The value of a setting that is one word; nil if it is not set.
  package func text(_ setting: Setting) -> String? {
    guard case .text(let text) = self[setting].last?.content else { return nil }
    return text
  }

  /// The words of all places that count; nil if it is not set.
  package func words(_ setting: Setting) -> [String]? {
    let entries = self[setting]
    return entries.isEmpty
      ? nil
      : entries.flatMap { entry -> [String] in
        if case .words(let words) = entry.content { return words }
        return []
      }
  }

  /// The pairs of all places that count, the ones that take precedence last.
  package func pairs(_ setting: Setting) -> [SettingContent.Pair] {
    self[setting].flatMap { entry -> [SettingContent.Pair] in
      if case .pairs(let pairs) = entry.content { return pairs }
      return []
    }
  }
}
