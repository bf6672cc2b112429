import KaleSettings
import Testing

@testable import KaleCommandLine

/// The option `--config`.
@Suite struct SettingOptionTests {
  @Test func aSettingIsOneLineOfAConfigurationFile() throws {
    let option = try SettingOption("rules.cycle = 'warning'")
    #expect(option.settings.pairs(.rules) == [SettingContent.Pair(key: "cycle", words: ["warning"])])
    #expect(option.settings[.rules].first?.source == .option("--config"))
    #expect(try SettingOption("strict=true").settings.flag(.strict) == true)
  }

  @Test func aPathIsAFile() throws { #expect(try SettingOption("other.toml").file == "other.toml") }

  @Test(arguments: ["strict = yes", "stric = true", "rules.cycl = 'off'", "base-image = 'a'", "strict = 1"])
  func whatIsNoSettingIsAnError(text: String) {
    #expect(throws: (any Error).self) { try SettingOption(text) }
  }
}
