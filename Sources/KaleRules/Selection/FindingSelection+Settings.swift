import KaleAnalysis
import KaleSettings

extension FindingSelection {
  /// Creates the selection that settings describe.
  ///
  /// - Parameters:
  ///   - settings: The settings. Selectors that select no rule have no effect.
  ///   - ignored: The selectors of rules that are ignored in the notebook besides.
  package init(_ settings: Settings, ignoring ignored: [String] = []) {
    self.init()
    isStrict = settings.flag(.strict) ?? false
    if let text = settings.text(.runtime), let runtime = PipelineRuntime(rawValue: text) {
      // The notebook's own runtime takes precedence over all but an option.
      if case .option? = settings[.runtime].last?.source {
        self.runtime.required = runtime
      } else {
        self.runtime.fallback = runtime
      }
    }
    if let words = settings.words(.select) {
      selectNothing()
      select(Self.selectors(words))
    }
    ignore(Self.selectors((settings.words(.ignore) ?? []) + ignored))
    setLevels(
      settings.pairs(.rules).compactMap { pair in
        guard let selector = try? RuleSelector(pair.key), let level = pair.words.first.flatMap(Level.init)
        else { return nil }
        return (selector, level)
      })
  }

  private static func selectors(_ words: [String]) -> [RuleSelector] {
    words.compactMap { try? RuleSelector($0) }
  }
}

extension SettingsReading.Rules {
  /// What the catalogue knows of rules.
  package static let ofCatalogue = SettingsReading.Rules(levels: FindingSelection.Level.words) {
    RuleSelector.error(about: $0)?.message
  }
}
