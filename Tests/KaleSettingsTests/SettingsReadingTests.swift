import JSONSyntax
import KaleSettings
import TOMLSyntax
import Testing

@Suite struct SettingsReadingTests {
  private static let rules = SettingsReading.Rules(levels: ["off", "error"]) {
    $0.hasPrefix("known") ? nil : "Unknown rule `\($0)`."
  }

  private func read(_ text: String, _ path: String = "kale-lsp.toml") throws -> SettingsReading {
    let document = TOMLDocument(parsing: Array(text.utf8))
    try #require(document.error == nil)
    return SettingsReading(
      SettingValue(TOMLValue(.table(document.root), range: 0..<0)), .file, rules: Self.rules
    ) { .file(path: path, line: $0 + 1, column: 1) }
  }

  @Test func everySettingIsRead() throws {
    let reading = try read(
      """
      select = ["known-a", "known-b"]
      ignore = ["known-c"]
      rules = { known-a = "off" }
      strict = true
      runtime = "kale"
      exclude = ["a/**"]
      extend-exclude = ["b"]
      respect-gitignore = false
      base-image = "python:3.12"
      index-urls = ["https://example.com/simple"]
      trusted-hosts = ["example.com"]
      kfp-host = "http://localhost:8080"
      [per-file-ignores]
      "exploration/**" = ["known-d"]
      [package-names]
      cv2 = "opencv-python-headless"
      helpers = false
      """)
    #expect(reading.faults.isEmpty)
    let unset = Setting.allCases.filter { reading.settings[$0].isEmpty }
    #expect(unset.isEmpty)
    #expect(reading.settings.words(.select) == ["known-a", "known-b"])
    #expect(reading.settings.pairs(.packageNames).map(\.words) == [["opencv-python-headless"], []])
    #expect(reading.settings.withoutThoseThatNeedTrust.text(.baseImage) == nil)
    #expect(reading.settings.withoutThoseThatNeedTrust.flag(.strict) == true)
  }

  @Test(
    arguments: [
      ("strcit = true", "Unknown setting `strcit`. Did you mean `strict`?"),
      ("extend_exclude = []", "Unknown setting `extend_exclude`. Did you mean `extend-exclude`?"),
      (
        "[tool.kale-lsp]\nstrict = true",
        "Unknown setting `tool`. The table `[tool.kale-lsp]` belongs in `pyproject.toml`; "
          + "this file has the settings at its top level."
      ),
      ("colour = 1", "Unknown setting `colour`. Run `kale-lsp config` to list the settings."),
      ("strict = \"yes\"", "`strict` must be true or false, got `\"yes\"`."),
      ("runtime = \"docker\"", "`runtime` must be `\"exact\"` or `\"kale\"`, got `\"docker\"`."),
      ("select = \"known-a\"", "`select` must be a list of rules, got `\"known-a\"`."),
      ("select = [1]", "`select.0` must be a string that is not empty, got `1`."),
      ("ignore = [\"mising\"]", "Unknown rule `mising`."),
      ("rules = { known-a = \"warn\" }", "`rules.known-a` must be `\"off\"` or `\"error\"`, got `\"warn\"`."),
      ("rules = [1]", "`rules` must be a table whose keys are rules, got a list."),
      ("base-image = \"\"", "`base-image` must be a string that is not empty, got `\"\"`."),
      (
        "base-image = \"has space\"",
        "`base-image`: `\"has space\"` is not a valid image reference: it contains white space."
      ),
      ("kfp-host = \"a b\"", "`kfp-host` must be a string without white space, got `\"a b\"`."),
      (
        "index-urls = [\"https://a b\"]",
        "`index-urls.0` must be a string without white space, got `\"https://a b\"`."
      ),
      ("exclude = 1979-05-27", "`exclude` must be a list of patterns, got `1979-05-27`."),
      (
        "package-names = { cv2 = \"a b\" }",
        "`package-names.cv2` must be the name of a package on the package index, or `false` to install nothing, "
          + "got `\"a b\"`."
      ),
    ])
  func whatIsWrongIsReported(text: String, message: String) throws {
    let reading = try read(text + "\n")
    #expect(reading.faults.map { $0.message(.file) } == [message])
    let range = try #require(reading.faults.first?.range)
    #expect(!range.isEmpty)
  }

  @Test func theRestOfASectionWithFaultsHolds() throws {
    let reading = try read("strict = true\nselect = [\"known-a\", \"x\"]\n")
    #expect(reading.settings.flag(.strict) == true)
    #expect(reading.settings.words(.select) == ["known-a"])
    #expect(reading.faults.count == 1)
  }

  @Test func anEditorHasOtherKeysInItsSection() throws {
    let section = try #require(
      SettingValue(["strict": true, "runtime": nil, "server": ["path": "x"], "rules": []] as JSONValue))
    let reading = SettingsReading(section, .editor, rules: Self.rules) { _ in .editor }
    #expect(reading.faults.isEmpty)
    #expect(reading.settings[.strict] == [Settings.Entry(content: .flag(true), source: .editor)])
  }
}

@Suite struct SettingsPrecedenceTests {
  private func settings(_ values: [(Setting, SettingContent)], _ source: SettingSource) -> Settings {
    var settings = Settings()
    for (setting, content) in values { settings.set(setting, to: content, by: source) }
    return settings
  }

  @Test func theUpperPlaceTakesPrecedence() {
    let editor = settings([(.strict, .flag(true)), (.runtime, .text("kale"))], .editor)
    let option = settings([(.strict, .flag(false))], .option("--strict"))
    let joined = option.over(editor)
    #expect(joined.flag(.strict) == false)
    #expect(joined.text(.runtime) == "kale")
    #expect(joined[.strict].map(\.source) == [.option("--strict")])
  }

  @Test func someSettingsAreJoined() {
    let file = settings([(.ignore, .words(["a"]))], .editor)
    let option = settings([(.ignore, .words(["b"]))], .option("--ignore"))
    #expect(option.over(file).words(.ignore) == ["a", "b"])
  }

  @Test func aSelectionIsANewStart() {
    let pairs: [SettingContent.Pair] = [.init(key: "a", words: ["off"]), .init(key: "b", words: ["error"])]
    let file = settings([(.ignore, .words(["a"])), (.rules, .pairs(pairs))], .editor)
    let option = settings([(.select, .words(["a"]))], .option("--select"))
    let joined = option.over(file)
    #expect(joined.words(.ignore) == nil)
    #expect(joined.pairs(.rules).map(\.key) == ["b"])
  }
}
