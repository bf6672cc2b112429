import Testing

@testable import KaleCommandLine

@Suite struct PlainArgumentsTests {
  private func read(_ arguments: [String]) -> PlainArguments? {
    PlainArguments(arguments, options: ["--output", "--format"], flags: ["--strict", "--fix"])
  }

  @Test func operandsOptionsAndFlagsMayStandInAnyOrder() throws {
    let plain = try #require(read(["a.ipynb", "--output", "build", "--strict", "b", "--format", "dsl"]))
    #expect(plain.operands == ["a.ipynb", "b"])
    #expect(plain.values == ["--output": "build", "--format": "dsl"])
    #expect(plain.flags == ["--strict"])
  }

  @Test func noArgumentsArePlain() { #expect(read([]) != nil) }

  /// The parser says what is wrong with them, or knows what they mean.
  @Test(arguments: [
    ["--unknown"], ["-o", "build"], ["--output=build"], ["--output"], ["--output", "--strict"], ["--"],
    ["--", "a"], ["-"], ["--out", "build"], ["--output", "a", "--output", "b"], ["--strict", "--strict"],
    ["--help"], ["-h"], ["---completion"],
  ])
  func othersAreLeftToTheParser(arguments: [String]) { #expect(read(arguments) == nil) }
}
