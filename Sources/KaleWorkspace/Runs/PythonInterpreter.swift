/// The Python that a person runs pipelines with.
enum PythonInterpreter {
  /// Names one for all of kale-lsp's runs.
  static let variable = "KALE_LSP_PYTHON"

  /// The path of the Python that is named, or that the environment names, or that a shell would start. A folder that the
  /// environment names by a path relative to the working directory does not count: a repository may bring such a folder.
  static func path(
    named name: String?, toRunWith engine: RunEngine,
    in environment: [String: String] = ProcessEnvironment.variables
  ) throws(RunProblem) -> String {
    let need = need(of: engine)
    if let name { return try program(name, environment, namedBy: "`--python`", need) }
    if let name = environment[variable], !name.isEmpty {
      return try program(name, environment, namedBy: variable, need)
    }
    if let folder = environment["VIRTUAL_ENV"], ProgramSearch.isAbsolute(folder) {
      let python = FileSystem.join(folder, "bin/python")
      if FileSystem.isProgram(python) { return python }
    }
    guard
      let python = ProgramSearch.path(of: "python3", environment)
        ?? ProgramSearch.path(of: "python", environment)
    else {
      throw RunProblem(
        "No Python found on the PATH. Set `--python`, \(variable) or, in VS Code, `kale.python` to a Python that "
          + "has \(need).")
    }
    return python
  }

  private static func program(
    _ name: String, _ environment: [String: String], namedBy source: String, _ need: String
  ) throws(RunProblem) -> String {
    if name.utf8.contains(UInt8(ascii: "/")) {
      let path = FileSystem.absolute(name)
      if FileSystem.isProgram(path) { return path }
    } else if let path = ProgramSearch.path(of: name, environment) {
      return path
    }
    throw RunProblem(
      "\(source) is set to `\(name)`, which is not a program. Set it to a Python that has \(need).")
  }

  /// What an engine needs of the Python.
  private static func need(of engine: RunEngine) -> String {
    switch engine {
    case .embedded: "the notebook's packages, `dill` and `ipython`"
    case .kfp: "the KFP SDK"
    }
  }
}

/// Why a pipeline cannot be run, in a sentence that says what to do.
package struct RunProblem: Error, CustomStringConvertible {
  package let description: String

  /// Creates a problem with a description in full sentences.
  package init(_ description: String) { self.description = description }
}
