extension CellFacts {
  /// The facts of a piece of code, given as UTF-8. There is no input that cannot be analysed.
  public init(analysing bytes: [UInt8], dialect: PythonDialect = .notebook) {
    self = PythonSource(bytes, dialect: dialect).facts
  }

  /// The facts of a piece of code.
  public init(analysing text: String, dialect: PythonDialect = .notebook) {
    self.init(analysing: Array(text.utf8), dialect: dialect)
  }

  /// The names that pyflakes 4.1 calls undefined in this code, taken as a whole module.
  ///
  /// Names in `__all__` that nothing binds are among them, as in pyflakes' report. Kale calls plain pyflakes, for
  /// which IPython's own names are undefined too; add `BuiltinNames.ipython` to ask what a notebook's kernel knows.
  public func undefinedNames(builtins: Set<String> = BuiltinNames.python) -> Set<String> {
    flow.undefinedNames(builtins: builtins)
  }

  /// The names that pyflakes calls undefined in a module made of `prefix` and then this code.
  ///
  /// The same as `CellFacts.joined([prefix, self]).undefinedNames(builtins:)`, without joining anything.
  public func undefinedNames(
    after prefix: CellFacts, builtins: Set<String> = BuiltinNames.python
  ) -> Set<String> {
    flow.undefinedNames(after: prefix.flow, builtins: builtins)
  }

  /// The facts of several pieces of code, one after the other, as if they were one text joined with line ends.
  ///
  /// `statements`, `syntaxErrors`, `escapes` and `unprintableSyntax` are left out, and the ranges that remain mean
  /// nothing any more.
  public static func joined(_ pieces: some Sequence<CellFacts>) -> CellFacts {
    var join = FactJoin()
    for piece in pieces { join.append(piece) }
    return join.facts
  }
}
