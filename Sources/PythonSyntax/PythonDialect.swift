/// Which additions to Python a piece of code may use.
public enum PythonDialect: Sendable, Hashable {
  /// A notebook's cell: IPython's magics, shell commands and help requests are part of the language.
  case notebook
  /// A plain Python file.
  case python
}
