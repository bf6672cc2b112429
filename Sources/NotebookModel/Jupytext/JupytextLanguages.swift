/// The languages that jupytext knows: those of IPython's cell magics and of scripts.
enum JupytextLanguages {
  /// Whether a word is a language's name, in small letters, capitals or as it is usually written.
  static func contains(_ word: ArraySlice<UInt8>) -> Bool {
    guard (1...15).contains(word.count) else { return false }
    let name = word.string
    return names.contains(name) || name.uppercased() == name && names.contains(name.lowercased())
  }

  /// Whether a name stands for Python.
  static func isPython(_ name: String) -> Bool { name.lowercased() == "python" }

  private static let names: Set<String> = [
    "R", "bash", "sh", "python", "python2", "python3", "coconut", "javascript", "js", "perl", "html", "latex",
    "markdown", "pypy", "ruby", "script", "svg", "matlab", "octave", "idl", "robotframework", "sas", "spark",
    "sql",
    "cython", "haskell", "tcl", "gnuplot", "julia", "c++", "scheme", "clojure", "powershell", "q",
    "typescript",
    "scala", "rust", "csharp", "fsharp", "sos", "java", "groovy", "sage", "ocaml", "maxima", "stata",
    "jenner",
    "xonsh", "logtalk", "lua", "go", "c#", "f#", "cs", "fs",
  ]
}
