import Testing

@testable import KaleCommandLine

@Suite struct RepeatedOptionTests {
  private static let help = """
    {"command": {"arguments": [
      {"kind": "option", "names": [{"kind": "short", "name": "o"}, {"kind": "long", "name": "output"}], "isRepeating": false},
      {"kind": "option", "names": [{"kind": "long", "name": "param"}], "isRepeating": true},
      {"kind": "flag", "names": [{"kind": "long", "name": "quiet"}], "isRepeating": false},
      {"kind": "positional", "isRepeating": true}
    ]}}
    """

  @Test(arguments: [["--output", "a", "--output", "b"], ["--output=a", "x", "--output", "b"]])
  func anOptionWithOneValueCannotBeRepeated(arguments: [String]) {
    #expect(RepeatedOption.first(in: arguments) { Self.help } == "--output")
  }

  @Test(arguments: [
    ["--param", "a=1", "--param=b=2"], ["--quiet", "--quiet"], ["--output", "a", "--", "--output"],
    ["--no", "--no"],
    ["a", "a"],
  ])
  func whatMayBeRepeatedIsNot(arguments: [String]) {
    #expect(RepeatedOption.first(in: arguments) { Self.help } == nil)
  }

  @Test func nobodyAsksForTheDefinitionsWhereNothingIsRepeated() {
    var isAsked = false
    #expect(
      RepeatedOption.first(in: ["--output", "a", "--param", "b=1"]) {
        isAsked = true; return ""
      } == nil)
    #expect(!isAsked)
  }
}
