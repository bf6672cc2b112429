import KaleRules
import KaleSettings
import KaleTestSupport
import Testing

@testable import KaleCommandLine

/// Options take precedence over configuration files, and files count for the notebooks below them.
@Suite struct CommandSettingsTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(ipynbText((["hide-input", "step:a"], "print(missing)", nil)), "a/n.ipynb")
    try folder.write(ipynbText((["hide-input", "step:a"], "print(missing)", nil)), "b/n.ipynb")
  }

  private func options(_ setting: Setting, _ words: [String]) -> CommandSettings {
    var options = Settings()
    options.set(setting, to: .words(words), by: .option("--\(setting.rawValue)"))
    return CommandSettings(options)
  }

  private func check(
    _ settings: CommandSettings, repair: NotebookRun.Repair? = nil
  ) -> (output: String, errors: [String], status: Bool) {
    var (output, errors): (String, [String]) = ("", [])
    var checkSettings = CheckSettings(settings)
    checkSettings.repair = repair
    var run = NotebookRun(
      checkSettings, as: .concise,
      output: NotebookRun.Output(standard: { output += $0 }, error: { errors.append($0) }))
    run.go(through: [folder.path], threadCount: 1)
    let succeeded: Bool
    do {
      try run.end()
      succeeded = true
    } catch {
      succeeded = false
    }
    return (output + run.report.text, errors, succeeded)
  }

  @Test func aFileCountsForTheNotebooksBelowIt() throws {
    try folder.write("ignore = [\"missing-name\"]", "a/kale-lsp.toml")
    let checked = check(CommandSettings(Settings()))
    #expect(checked.output.contains("Found 1 error, 2 warnings in 2 notebooks."))
  }

  @Test func optionsTakePrecedence() throws {
    try folder.write("ignore = [\"missing-name\"]\nrules = { foreign-tag = \"off\" }", "kale-lsp.toml")
    #expect(check(CommandSettings(Settings())).output.contains("No problems in 2 notebooks."))
    #expect(check(options(.select, ["missing-name"])).output.contains("Found 2 errors in 2 notebooks."))
    #expect(check(options(.select, ["KALE0"])).output.contains("Found 2 warnings in 2 notebooks."))
  }

  @Test func rulesAreIgnoredInThePathsOfAPattern() throws {
    try folder.write("per-file-ignores = { \"b/**\" = [\"KALE\"] }", "kale-lsp.toml")
    #expect(check(CommandSettings(Settings())).output.contains("Found 1 error, 1 warning in 2 notebooks."))
  }

  @Test func withAFaultNothingIsCheckedAndNothingIsWritten() throws {
    try folder.write("strict = 1\nslect = []\n", "kale-lsp.toml")
    let before = try folder.text("a/n.ipynb")
    let checked = check(
      CommandSettings(Settings()), repair: NotebookRun.Repair(for: .fixAll, showsDiff: false))
    #expect(!checked.status)
    #expect(
      checked.errors.map { $0.split(separator: "/").last ?? "" } == [
        "kale-lsp.toml:1:10: `strict` must be true or false, got `1`.",
        "kale-lsp.toml:2:1: Unknown setting `slect`. Did you mean `select`?",
      ])
    #expect(try folder.text("a/n.ipynb") == before)
  }

  @Test func aRuleThatIsUnknownIsReported() throws {
    try folder.write("ignore = [\"mising-name\"]\n", "kale-lsp.toml")
    let checked = check(CommandSettings(Settings()))
    #expect(
      checked.errors.first?.hasSuffix("1:11: Unknown rule `mising-name`. Did you mean `missing-name`?")
        == true)
  }
}
