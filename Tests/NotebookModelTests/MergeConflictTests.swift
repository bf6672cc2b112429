import NotebookModel
import SourceText
import Testing

/// Notebooks in which a merge has left both sides.
@Suite struct MergeConflictTests {
  private func problems(_ lines: [String]) -> [NotebookProblem] {
    IpynbDocument(SourceText(lines.joined(separator: "\n"))).notebook.problems
  }

  @Test func eachConflictIsReportedAndNothingThatFollowsFromIt() {
    let conflict = ["<<<<<<< HEAD", "  \"nbformat\": 4,", "=======", "  \"nbformat\": 5,", ">>>>>>> topic"]
    let found = problems(["{"] + conflict + ["  \"x\": 1,"] + conflict + ["  \"cells\": []", "}"])
    let conflicts = found.filter { $0.kind == .invalidJSON }
    #expect(conflicts.count == 2)
    #expect(conflicts.first?.message.contains("unresolved merge conflict 1 of 2 in lines 2 to 6.") == true)
    #expect(conflicts.last?.message.contains("2 of 2 in lines 8 to 12.") == true)
    #expect(conflicts.first?.place == .file(range: 2..<14))
  }

  @Test(arguments: [
    ["{", "<<<<<<< HEAD", "}"], ["{", ">>>>>>> topic", "}"], ["{", "<<<<<<<< HEAD", ">>>>>>>> topic", "}"],
  ])
  func otherSignsAreNoConflict(lines: [String]) {
    #expect(!problems(lines).contains { $0.message.contains("merge conflict") })
  }

  @Test(arguments: [[0xFF, 0xFE, 0x7B, 0], [0xFE, 0xFF, 0, 0x7B]] as [[UInt8]])
  func anotherEncodingIsNamed(bytes: [UInt8]) {
    let problems = IpynbDocument(SourceText(utf8: bytes)).notebook.problems
    #expect(problems.map(\.message).contains { $0.contains("the file is encoded as UTF-16.") })
  }

  /// What a cell shows of a conflict is text in a string.
  @Test func aNotebookThatIsJSONHasNone() {
    let cell =
      #"{"cell_type": "code", "metadata": {}, "outputs": [], "source": "<<<<<<< a\n=======\n>>>>>>> b"}"#
    #expect(problems(["{\"nbformat\": 4, \"metadata\": {}, \"cells\": [\(cell)]}"]).isEmpty)
  }
}
