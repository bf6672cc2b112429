/// Words of headings that names of steps do without.
enum HeadingWordTable {
  /// Words without a meaning of their own.
  static let fillers: Set<String> = [
    "a",
    "an",
    "and",
    "at",
    "for",
    "from",
    "i",
    "in",
    "into",
    "is",
    "it",
    "its",
    "let",
    "lets",
    "my",
    "now",
    "of",
    "on",
    "or",
    "our",
    "s",
    "some",
    "that",
    "the",
    "then",
    "this",
    "to",
    "us",
    "using",
    "we",
    "will",
    "with",
  ]

  /// Words that a number follows where headings are counted.
  static let counted: Set<String> = [
    "chapter",
    "part",
    "section",
    "step",
    "task",
  ]
}
