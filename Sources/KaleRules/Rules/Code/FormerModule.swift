import KaleAnalysis
import NotebookModel

/// An import of a module that Python 3 does not have.
enum FormerModule: CellRule {
  static let description = RuleDescription(
    code: "KALE266", name: "former-module", severity: .error, fix: .suggested,
    summary: "A cell imports a module that Python 3 or a package has removed.",
    rationale: """
      Steps run Python 3, which has renamed some modules of Python 2: `StringIO` is in `io`, `urlparse` is \
      `urllib.parse`, `ConfigParser` is `configparser`. The import fails. Steps install no package for such a module, \
      because the packages of these names on the package index are unrelated.

      scikit-learn has likewise removed `sklearn.externals.joblib` and others. For these, the finding is a warning, \
      because a step can request an old version with a `# requirements:` comment. Imports in a `try` statement are not \
      reported, because their failure is handled.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["imports"]
        «import cPickle as pickle»
        «from StringIO import StringIO»
        «from sklearn.externals import joblib»
        # %% tags=["step:load"]
        «import urlparse»
        data = pickle.loads(urlparse.unquote("a"))
        """
      ],
      nonTriggering: [
        """
        # %% tags=["imports"]
        try:
            import cPickle as pickle
        except ImportError:
            import pickle
        from io import StringIO
        import urllib.parse
        # %% tags=["step:load"]
        data = pickle
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:load"]
          import urlparse
          print(urlparse.urlparse("a"))
          """,
          after: """
          # %% tags=["step:load"]
          import urllib.parse as urlparse
          print(urlparse.urlparse("a"))
          """
        ),
        (
          before: """
          # %% tags=["step:load"]
          from StringIO import StringIO
          print(StringIO("a"))
          """,
          after: """
          # %% tags=["step:load"]
          from io import StringIO
          print(StringIO("a"))
          """
        ),
      ]))

  static let traits: CellTraits = .packageImports

  static func check(_ cell: CellIndex, in analysis: NotebookAnalysis) -> [Finding] {
    let found = analysis.imports(in: cell) { analysis.newName(of: $0) != nil }
    return found.compactMap { found in
      let surroundings = analysis.surroundings(of: found)
      guard surroundings != .guardedStatement, let (former, now, isPython) = analysis.newName(of: found.path)
      else {
        return nil
      }
      // An image may have Python 2, or an old version of a package.
      let isCertain = isPython && surroundings == .cell && analysis.ownImage(ofCell: cell) == nil
      return Finding(
        description, severity: isCertain ? .error : .warning, kale: .accepted, at: found.place,
        isPython
          ? "`\(former)` exists only in Python 2. Import `\(now)` instead."
          : "`\(former)` is not in current versions of its package. Import `\(now)` instead.",
        fixes: [fix(of: found, from: former, to: now, analysis)].compactMap(\.self))
    }
  }

  /// The fix of a statement that imports the module alone: its users see it under the name that it had.
  private static func fix(
    of found: ImportedModule, from old: String, to new: String, _ analysis: NotebookAnalysis
  ) -> Fix? {
    let source = analysis.notebook.cells[found.cell].source.utf8
    let text = String(decoding: source[found.range.clamped(to: 0..<source.count)], as: UTF8.self)
    let words = text.split(separator: " ").map(String.init)
    let parts = old.split(separator: ".").map(String.init)
    let replacement: String
    switch words.count {
    case 2 where words == ["import", old] && parts.count == 1: replacement = "import \(new) as \(old)"
    case 4 where words.starts(with: ["import", old, "as"]):
      replacement = "import \(new)" + (words[3] == new ? "" : " as \(words[3])")
    case 4 where words == ["from", parts.dropLast().joined(separator: "."), "import", new]:
      replacement = "import \(new)"
    case 4... where words.starts(with: ["from", old, "import"]):
      replacement = (["from", new] + words.dropFirst(2)).joined(separator: " ")
    default: return nil
    }
    return Fix(
      "Replace `\(old)` with `\(new)`",
      [.replaceSource(cell: found.cell, range: found.range, with: replacement)])
  }
}

extension NotebookAnalysis {
  /// The removed module that an import names, its replacement, and whether both belong to Python.
  fileprivate func newName(of path: String) -> (former: String, now: String, isPython: Bool)? {
    if case .formerPython(let now) = provider(ofImport: path) {
      return (String(path.prefix { $0 != "." }), now, true)
    }
    guard case .package = provider(ofImport: path) else { return nil }
    return PackageNames.replacement(ofImport: path).map { ($0.former, $0.now, false) }
  }
}
