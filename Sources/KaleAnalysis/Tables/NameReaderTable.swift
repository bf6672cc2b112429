/// Code that may read names which it does not mention.
enum NameReaderTable {
  /// Functions of Python and IPython.
  static let functions: Set<String> = [
    "__builtins__",
    "__import__",
    "__main__",
    "breakpoint",
    "eval",
    "exec",
    "get_ipython",
    "globals",
    "help",
    "locals",
  ]

  /// Functions that read all names if nothing is passed to them.
  static let functionsWithoutArguments: Set<String> = [
    "dir",
    "vars",
  ]

  /// Attributes, of whatever object.
  static let attributes: Set<String> = [
    "__builtins__",
    "__globals__",
    "__import__",
    "__main__",
    "__subclasses__",
    "_getframe",
    "currentframe",
    "ev",
    "f_back",
    "f_builtins",
    "f_globals",
    "f_locals",
    "get_objects",
    "get_referents",
    "get_referrers",
    "gi_frame",
    "import_module",
    "run_cell",
    "run_cell_magic",
    "run_line_magic",
    "tb_frame",
    "user_global_ns",
    "user_ns",
  ]

  /// Modules with functions that look at names, at the code that calls them, or at what is installed.
  static let modules: Set<String> = [
    "__main__",
    "code",
    "codeop",
    "cProfile",
    "doctest",
    "gc",
    "importlib",
    "inspect",
    "ipytest",
    "IPython",
    "numexpr",
    "pandasql",
    "pdb",
    "pip",
    "pkg_resources",
    "profile",
    "pytest",
    "runpy",
    "shelve",
    "timeit",
    "trace",
    "unittest",
  ]

  /// Functions and methods that run a string as code. The names that it uses are known if it is a literal.
  static let evaluators: Set<String> = [
    "dmatrices",
    "dmatrix",
    "eval",
    "from_formula",
    "query",
    "sqldf",
  ]

  /// Modules whose functions run a formula as code.
  static let modulesOfFormulas: Set<String> = [
    "formulaic",
    "patsy",
    "statsmodels",
  ]

  /// Modules of those above that do nothing of the kind.
  static let plainModules: Set<String> = [
    "IPython.display",
    "unittest.mock",
  ]

  /// Functions and methods that load values, which may be of any class of the notebook.
  static let loaders: Set<String> = [
    "load",
    "load_from_checkpoint",
    "load_learner",
    "load_model",
    "loads",
    "read_pickle",
    "Unpickler",
  ]

  /// Modules whose loaders load plain data.
  static let modulesOfPlainData: Set<String> = [
    "json",
    "numpy",
    "orjson",
    "plistlib",
    "simplejson",
    "toml",
    "tomllib",
    "ujson",
    "yaml",
  ]

  /// Magics that use no names except those in their arguments.
  static let plainMagics: Set<String> = [
    "alias",
    "autoreload",
    "bash",
    "capture",
    "cd",
    "conda",
    "config",
    "env",
    "HTML",
    "html",
    "javascript",
    "js",
    "latex",
    "load_ext",
    "ls",
    "mamba",
    "markdown",
    "matplotlib",
    "mkdir",
    "pip",
    "prun",
    "pwd",
    "reload_ext",
    "script",
    "set_env",
    "sh",
    "svg",
    "sx",
    "system",
    "time",
    "timeit",
    "uv",
    "writefile",
  ]

  /// Programs that do not run Python code.
  static let plainPrograms: Set<String> = [
    "apt",
    "apt-get",
    "cat",
    "conda",
    "cp",
    "curl",
    "df",
    "du",
    "echo",
    "free",
    "git",
    "gunzip",
    "head",
    "ls",
    "mkdir",
    "mv",
    "nvidia-smi",
    "pip",
    "pip3",
    "pwd",
    "rm",
    "tail",
    "tar",
    "touch",
    "unzip",
    "wc",
    "wget",
  ]

  /// Modules that start other programs, which may need any package.
  static let modulesOfPrograms: Set<String> = [
    "asyncio",
    "os",
    "pexpect",
    "sh",
    "subprocess",
  ]

  /// Functions that start other programs.
  static let starters: Set<String> = [
    "call",
    "check_call",
    "check_output",
    "create_subprocess_exec",
    "create_subprocess_shell",
    "execv",
    "execve",
    "execvp",
    "getoutput",
    "getstatusoutput",
    "Popen",
    "popen",
    "run",
    "spawn",
    "spawnv",
    "spawnve",
    "system",
  ]
}
