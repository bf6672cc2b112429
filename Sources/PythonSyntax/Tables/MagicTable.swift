/// What is known of IPython's magics and of those of common extensions.
package enum MagicTable {
  /// Magics that define no names besides those that their options name.
  package static let plain: Set<String> = [
    "alias", "alias_magic", "autoawait", "autocall", "automagic", "autoreload", "autosave", "bash",
    "bigquery", "black", "bookmark", "capture", "cat", "cd", "clear", "code_wrap", "colors", "conda",
    "config", "connect_info", "cp", "debug", "dhist", "dirs", "doctest_mode", "dotenv", "env", "file",
    "flake8", "gui", "hist", "history", "html", "HTML", "javascript", "js", "kill", "killbgscripts",
    "latex", "ldir", "less", "lf", "lk", "ll", "load_ext", "logoff", "logon", "logstart", "logstate",
    "logstop", "lprun", "ls", "lsmagic", "lx", "magic", "mamba", "man", "markdown", "matplotlib",
    "memit", "micromamba", "mkdir", "more", "mprun", "mv", "notebook", "page", "pastebin", "pdb", "pdef",
    "pdoc", "perl", "pfile", "pinfo", "pinfo2", "pip", "popd", "pprint", "precision", "prun", "psearch",
    "psource", "pushd", "pwd", "pycat", "pypy", "python", "python2", "python3", "quickref", "R",
    "rehashx", "reload_ext", "rep", "reset", "reset_selective", "rm", "rmdir", "ruby", "script",
    "set_env", "sh", "snakeviz", "spark", "sql", "store", "svg", "SVG", "sx", "system", "tb",
    "tensorboard", "time", "timeit", "unalias", "unload_ext", "uv", "watermark", "who", "who_ls", "whos",
    "writefile", "xdel", "xmode",
  ]

  /// Magics that only matter where a person sees the output, or where packages are installed.
  package static let ofNotebook: Set<String> = [
    "autoreload", "autosave", "colors", "conda", "config", "connect_info", "doctest_mode", "gui", "hist",
    "history", "load_ext", "logoff", "logon", "logstart", "logstate", "logstop", "lsmagic", "mamba", "man",
    "matplotlib", "micromamba", "notebook", "page", "pdb", "pdef", "pdoc", "pfile", "pinfo", "pinfo2",
    "pip", "pprint", "precision", "psearch", "psource", "pycat", "quickref", "rehashx", "reload_ext",
    "snakeviz", "tb", "tensorboard", "unload_ext", "uv", "watermark", "who", "who_ls", "whos", "xmode",
  ]

  /// Cell magics that run programs or write files, which code after them may need.
  package static let runsCode: Set<String> = [
    "bash", "bigquery", "file", "perl", "pypy", "python", "python2", "python3", "R", "ruby", "run", "script",
    "sh", "spark", "sql", "sx", "system", "writefile",
  ]

  /// Magics that run code as if it stood alone, once and with the variables of the notebook.
  package static let runsOnce: Set<String> = ["capture", "time"]

  /// Options that name variables, by magic.
  package static let options: [String: Set<String>] = [
    "bash": ["--out", "--err", "--proc"],
    "octave": ["-o", "--output"],
    "perl": ["--out", "--err", "--proc"],
    "pypy": ["--out", "--err", "--proc"],
    "python": ["--out", "--err", "--proc"],
    "python2": ["--out", "--err", "--proc"],
    "python3": ["--out", "--err", "--proc"],
    "R": ["-o", "--output"],
    "ruby": ["--out", "--err", "--proc"],
    "script": ["--out", "--err", "--proc"],
    "sh": ["--out", "--err", "--proc"],
    "spark": ["-o", "--output"],
    "sql": ["-o", "--output"],
  ]

  /// Magics whose first word is a variable.
  package static let takesName: Set<String> = ["bigquery", "macro"]

  /// Magics whose words are all variables.
  package static let takesNames: Set<String> = ["octave_pull", "Rpull"]

  /// Options of these magics that no value follows.
  package static let flags: Set<String> = [
    "--no_query_cache", "--use_bqstorage_api", "--use_legacy_sql", "--use_rest_api", "--verbose", "-q",
    "-r",
  ]

  /// Magics that are mostly used without arguments, and whose names variables seldom have.
  package static let bare: Set<String> = [
    "cd", "dhist", "dirs", "doctest_mode", "ldir", "lf", "lk", "ll", "ls", "lsmagic", "lx", "popd", "pwd",
    "pylab", "quickref", "rehashx", "tb", "who", "who_ls", "whos",
  ]

  /// Line magics and aliases that IPython has from the start, and so runs without a `%` too.
  package static let automatic: Set<String> = [
    "alias", "alias_magic", "autocall", "autoawait", "automagic", "bookmark", "cat", "cd", "clear",
    "colors", "conda", "config", "cp", "debug", "dhist", "dirs", "doctest_mode", "edit", "env", "gui",
    "hist", "history", "ldir", "less", "lf", "lk", "ll", "load", "load_ext", "loadpy", "logoff", "logon",
    "logstart", "logstate", "logstop", "ls", "lsmagic", "lx", "macro", "magic", "mamba", "man",
    "matplotlib", "micromamba", "mkdir", "more", "mv", "notebook", "page", "pastebin", "pdb", "pdef",
    "pdoc", "pfile", "pinfo", "pip", "popd", "pprint", "precision", "prun", "psearch", "psource",
    "pushd", "pwd", "pycat", "pylab", "quickref", "recall", "rehashx", "reload_ext", "rerun", "reset",
    "reset_selective", "rm", "rmdir", "run", "save", "set_env", "sx", "system", "tb", "time", "timeit",
    "unalias", "unload_ext", "uv", "who", "who_ls", "whos", "xdel", "xmode",
  ]
}
