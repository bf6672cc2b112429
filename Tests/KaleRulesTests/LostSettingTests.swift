import KaleAnalysis
import KaleRules
import KaleTestSupport
import Testing

/// Settings that several steps make or need: who is told, and what the fix repeats.
@Suite struct LostSettingTests {
  private func findings(_ steps: [String]) -> [Finding] {
    let cells = steps.enumerated().map { number, code in
      let tag = number == 0 ? "" : ", \"prev:s\(number - 1)\""
      return "# %% tags=[\"step:s\(number)\"\(tag)]\n\(code)"
    }
    return analysis(
      of: "# %% tags=[\"imports\"]\nimport math, os\nimport pandas as pd\n" + cells.joined(separator: "\n")
    ).findings().filter { $0.rule.name == "lost-process-state" }
  }

  private static let show = "print(os.environ['MODE'])"

  @Test(arguments: [
    (["os.environ['MODE'] = 'a'", show, show], ["steps `s1` and `s2`"]),
    // What a step makes of the value is what later steps need.
    (["os.environ['MODE'] = 'a'", "os.environ['MODE'] = os.getenv('MODE') + 'b'", show], ["`s1`", "`s2`"]),
    (
      ["os.environ['MODE'] = 'a'", "os.environ['MODE'] += 'b'", show, show], ["`s1`", "steps `s2` and `s3`"]
    ),
    // Later steps need what replaces it.
    (["os.environ['MODE'] = 'a'", show, "os.environ['MODE'] = 'b'", show], ["`s1`", "`s3`"]),
    (["os.environ['MODE'] = 'a'", "os.environ['MODE'] = 'b'\n\(show)"], []),
  ])
  func eachStepThatNeedsASettingIsNamed(steps: [String], readers: [String]) {
    let found = findings(steps)
    #expect(found.count == readers.count)
    for (finding, reader) in zip(found, readers) {
      #expect(finding.message.contains("in step") && finding.message.contains(reader))
    }
  }

  /// What code has kept of a setting is no use of what replaces it.
  @Test func aSettingThatKeepsTheFormerOneIsRepeatedOnce() {
    let steps = ["plain = math.pow\nmath.pow = lambda x, y: plain(x, y) + 1", "print(math.pow(1, 2))"]
    #expect(findings(steps).count == 1)
    #expect(findings([steps[0], "math.pow = lambda x, y: plain(x, y) + 1\n" + steps[1]]).isEmpty)
  }

  /// Code that builds on the value of an earlier step is repeated with what that step sets.
  @Test func whatIsBuiltUpIsRepeatedFromItsStart() throws {
    let found = findings([
      "os.environ['MODE'] = 'a'", "os.environ['MODE'] = os.getenv('MODE') + 'b'", Self.show,
    ])
    let fixes = found.compactMap(\.fixes.first)
    #expect(
      fixes.map(\.title) == ["Add `os.environ['MODE'] = 'a'` to step `s1`", "Add 2 statements to step `s2`"])
    guard case .replaceSource(_, _, let text)? = fixes.last?.edits.first else {
      Issue.record("no edit")
      return
    }
    #expect(text == "os.environ['MODE'] = 'a'\nos.environ['MODE'] = os.getenv('MODE') + 'b'\n")
  }
}
