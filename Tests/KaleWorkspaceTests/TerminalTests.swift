import Testing

@testable import KaleWorkspace

@Suite struct TerminalTests {
  /// Rows of variables, and whether colors are written on a terminal and elsewhere.
  @Test(
    arguments: [
      ([:], true, false), (["NO_COLOR": "1", "FORCE_COLOR": "1"], false, false),
      (["FORCE_COLOR": "1"], true, true), (["FORCE_COLOR": "0", "CLICOLOR_FORCE": "1"], false, false),
      (["CLICOLOR_FORCE": "1"], true, true), (["CLICOLOR_FORCE": "0"], true, false),
      (["CLICOLOR": "0"], false, false), (["CLICOLOR": "1"], true, false), (["TERM": "dumb"], false, false),
    ] as [([String: String], Bool, Bool)])
  func variablesDecideOnColors(variables: [String: String], onTerminal: Bool, elsewhere: Bool) {
    #expect(Terminal.showsColors(isPresent: true) { variables[$0] } == onTerminal)
    #expect(Terminal.showsColors(isPresent: false) { variables[$0] } == elsewhere)
  }
}
