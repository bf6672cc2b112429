import JSONSyntax
import SourceText

/// Languages of code other than Python, as the metadata of notebooks and cells name them.
enum CodeLanguage {
  /// Returns the language of a notebook's kernel; nil where that is Python, or where nothing says what it is.
  ///
  /// - Parameters:
  ///   - kernel: The language in `kernelspec`.
  ///   - info: The name in `language_info`, which the kernel wrote when it ran last.
  ///   - name: The name of the kernel, which says it where nothing else does: Colab writes nothing else.
  /// - Returns: The language as it is written; nil for Python.
  static func foreign(kernel: String?, info: String?, name: String?) -> String? {
    let languages = [kernel, info, name.flatMap(language(ofKernel:))]
    guard let language = languages.lazy.compactMap({ $0 }).first(where: { !$0.isEmpty }) else { return nil }
    return isPython(language) ? nil : displayName(of: language)
  }

  /// Returns the language that an editor gives a single cell; nil where that is Python.
  static func foreign(ofCell language: String?) -> String? {
    guard let language, !language.isEmpty, !isPython(language) else { return nil }
    return displayName(of: language)
  }

  /// The language of a well-known kernel that does not run Python. Julia's have a version in their names.
  private static func language(ofKernel name: String) -> String? {
    name.hasPrefix("julia-") ? "Julia" : kernels[name]
  }

  private static let kernels = [
    "ir": "R", "irkernel": "R", "sparkrkernel": "R", "julia": "Julia", "scala": "Scala", "almond": "Scala",
    "spylon-kernel": "Scala", "sparkkernel": "Scala", "bash": "Bash", "deno": "TypeScript",
    "javascript": "JavaScript", "gophernotes": "Go", "evcxr": "Rust", "rust": "Rust", "octave": "Octave",
    "matlab": "MATLAB", "sas": "SAS", "stata": "Stata", "swift": "Swift", "haskell": "Haskell",
    "ruby": "Ruby",
    ".net-csharp": "C#", ".net-fsharp": "F#", ".net-powershell": "PowerShell", "xcpp17": "C++",
  ]

  /// Whether a language is Python or a dialect of it. Kernels for Spark call theirs `pyspark`.
  private static func isPython(_ language: String) -> Bool {
    let word = language.lowercased()
    return word.contains("python") || word.hasPrefix("py") || word.hasPrefix("sage")
  }

  private static func displayName(of language: String) -> String {
    names[language.lowercased()] ?? language
  }

  /// How languages are written, by the ids of editors.
  private static let names = [
    "bash": "Bash", "cpp": "C++", "csharp": "C#", "css": "CSS", "go": "Go", "html": "HTML", "java": "Java",
    "javascript": "JavaScript", "json": "JSON", "julia": "Julia", "latex": "LaTeX", "markdown": "Markdown",
    "r": "R", "ruby": "Ruby", "rust": "Rust", "scala": "Scala", "shellscript": "shell", "sql": "SQL",
    "typescript": "TypeScript", "yaml": "YAML",
  ]
}

extension NotebookCell {
  /// Whether the cell's code is not Python, so that it is not read as Python. A cell magic (`%%sql`) is Python's way to
  /// say so, and the kernel runs it.
  package var isInOtherLanguage: Bool { language != nil && !startsWithCellMagic }

  private var startsWithCellMagic: Bool {
    source.utf8.drop { " \t\r\n".utf8.contains($0) }.starts(with: "%%".utf8)
  }
}
