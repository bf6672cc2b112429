import NotebookModel
import SourceText
import Testing

@testable import KaleCommandLine

@Suite struct UnifiedDiffTests {
  /// The difference where each of `places` becomes `X`.
  private func diff(_ text: String, _ places: [Range<Int>], _ replacement: String = "X") -> String {
    let edits = places.map { SourceEdit(range: $0, replacement: replacement) }
    return UnifiedDiff(path: "n", of: SourceText(text), edits: edits).text
  }

  @Test func nothingChangedIsNothingSaid() {
    #expect(diff("a\nb\n", []).isEmpty)
    #expect(diff("a\nb\n", [0..<1], "a").isEmpty)
    #expect(diff("", [0..<0], "").isEmpty)
  }

  @Test func aChangedLineStandsBetweenThreeOthers() {
    #expect(
      diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", [8..<9])
        == "--- n\n+++ n\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+X\n 6\n 7\n 8\n")
  }

  @Test func changesFarApartAreTwoHunks() {
    let text = (1...20).map { "\($0)\n" }.joined()
    let hunks = diff(text, [0..<2, text.utf8.count - 3..<text.utf8.count], "")
    #expect(hunks.contains("@@ -1,4 +1,3 @@\n-1\n 2\n"))
    #expect(hunks.contains("@@ -17,4 +16,3 @@\n 17\n 18\n 19\n-20\n"))
  }

  @Test func changesOfOneLineAreOne() {
    #expect(diff("abc\n", [0..<1, 2..<3]) == "--- n\n+++ n\n@@ -1,1 +1,1 @@\n-abc\n+XbX\n")
  }

  @Test func aMissingLastLineBreakIsTold() {
    #expect(
      diff("a\nb", [2..<3])
        == "--- n\n+++ n\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+X\n\\ No newline at end of file\n"
    )
    #expect(diff("", [0..<0], "a\n") == "--- n\n+++ n\n@@ -0,0 +1,1 @@\n+a\n")
  }
}
