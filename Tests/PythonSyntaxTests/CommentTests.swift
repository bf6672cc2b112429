import PythonSyntax
import Testing

@Suite struct CommentTests {
  private func comments(_ code: String) -> [String] {
    let bytes = Array(code.utf8)
    return PythonComments.ranges(in: bytes).map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  @Test func commentsAreFoundWhereverTheyStand() {
    let code = """
      # first
      x = [  # in brackets
        1,
        # on its own
      ]
      def f():  # behind a colon
          # indented
          return x
      # behind a block
      y = 1 # last
      """
    #expect(
      comments(code) == [
        "# first", "# in brackets", "# on its own", "# behind a colon", "# indented", "# behind a block",
        "# last",
      ])
  }

  @Test(arguments: [
    "x = '# a'", "x = \"\"\"\n# a\n\"\"\"", "x = f'# a {y} # b'", "x = f'''\n# a\n{y}\n# b\n'''", "!echo # a",
    "%cd x # a", "x? # a", "%%bash\n# a\necho # b", "%%writefile m.py\n# a",
  ])
  func whatOnlyLooksLikeOneIsNone(code: String) {
    #expect(comments(code).isEmpty)
  }

  @Test func theBodyOfATimedCellIsPython() {
    #expect(comments("%%time\n# a\nx = 1") == ["# a"])
  }

  @Test func brokenCodeStillHasComments() {
    #expect(comments("x = f'open {\ny = 1  # a\n") == ["# a"])
    #expect(comments("x = f'a\ny = 1 # a") == ["# a"])
    #expect(comments("x = (\n# a\n") == ["# a"])
    #expect(comments("'open\nx = 1  # a\r\n# b") == ["# a", "# b"])
  }
}
