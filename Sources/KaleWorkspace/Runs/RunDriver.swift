/// The program, in Python, that runs a pipeline.
struct RunDriver {
  /// The arguments of the Python that runs it.
  ///
  /// It starts twice. First where kale-lsp was started, because what stands in for Python there may look for a version in
  /// that folder, as pyenv does; it takes no module from there, nor from where the environment says. Then in an empty
  /// folder, with the person's environment: whatever is relative to the working directory leads nowhere.
  let arguments: [String]

  /// Prepares the program in the folder of a run.
  ///
  /// - Throws: Why a file cannot be written.
  init(_ engine: RunEngine, scratch: String) throws(FileSystem.Failure) {
    switch engine {
    case .kfp: try self.init(DriverProgram.thisMachine, scratch: scratch)
    case .embedded:
      let emptyFolder = try Self.makeEmptyFolder(scratch)
      // Files, because the processes of steps load them too, and an argument may have 128 KiB.
      let folder = FileSystem.join(scratch, "program")
      try RunnerFiles.write(into: folder)
      self.init(oldest: 9, setting: Self.setting, emptyFolder, [Self.program, folder])
    }
  }

  /// Prepares a program that uses the KFP SDK.
  ///
  /// - Throws: Why the folder in which it starts cannot be created.
  init(_ program: DriverProgram, scratch: String) throws(FileSystem.Failure) {
    self.init(oldest: 8, setting: "", try Self.makeEmptyFolder(scratch), program.texts)
  }

  /// `oldest`: the version of Python 3 that the program needs.
  private init(oldest: Int, setting: String, _ emptyFolder: String, _ program: [String]) {
    arguments = ["-I", "-S", "-c", Self.launcher(oldest: oldest, setting: setting), emptyFolder] + program
  }

  private static func makeEmptyFolder(_ scratch: String) throws(FileSystem.Failure) -> String {
    let folder = FileSystem.join(scratch, "empty")
    try FileSystem.makeFolder(folder)
    return folder
  }

  /// Every Python 3 can read this.
  private static func launcher(oldest: Int, setting: String) -> String {
    """
    import os, sys
    if sys.version_info < (3, \(oldest)):
        import json
        message = (
            "%s is Python %d.%d, and steps need 3.\(oldest) or newer. Set `--python`, \(PythonInterpreter.variable) or, in "
            "VS Code, `kale.python` to a newer Python.") % ((sys.executable,) + sys.version_info[:2])
        print(json.dumps({"event": "impossible", "message": message}))
        sys.exit(1)
    \(setting)
    os.chdir(sys.argv[1])
    os.execv(sys.executable, [sys.executable, "-c"] + sys.argv[2:])
    """
  }

  /// What depends on the order of a set has to be the same in each run, and which Python a name stands for may depend on the
  /// folder.
  private static let setting = """
    os.environ.setdefault("PYTHONHASHSEED", "0")
    try:
        os.environ["KALE_LSP_FOLDER"] = os.getcwd()
    except OSError:
        pass
    """

  private static let program = """
    import sys
    sys.path[:] = [sys.argv[1]] + [folder for folder in sys.path if folder.startswith("/")]
    from \(RunnerFiles.package).main import main
    main()
    """
}
