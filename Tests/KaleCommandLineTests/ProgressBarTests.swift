import Testing

@testable import KaleCommandLine

@Suite struct ProgressBarTests {
  @Test(arguments: [
    (0, 10, "Checking ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 0/10"),
    (5, 10, "Checking ███████████████░░░░░░░░░░░░░░░ 5/10"),
    (10, 10, "Checking ██████████████████████████████ 10/10"),
    (0, 0, "Checking ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 0/0"),
  ])
  func aBarIsAsFullAsTheCheckIsDone(count: Int, total: Int, line: String) {
    #expect(ProgressBar.line(count, of: total) == line)
  }
}
