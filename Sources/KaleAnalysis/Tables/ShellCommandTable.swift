/// Commands of the shell, and what they do with the files that they name.
enum ShellCommandTable {
  /// Commands that read the files that they are given.
  static let readers: Set<String> = [
    "awk",
    "cat",
    "cut",
    "diff",
    "du",
    "file",
    "grep",
    "head",
    "less",
    "ls",
    "md5sum",
    "sed",
    "sha256sum",
    "sort",
    "tail",
    "tree",
    "uniq",
    "wc",
    "zcat",
  ]

  /// Commands that write to their last argument what they read from the others.
  static let copies: Set<String> = [
    "cp",
    "ln",
    "mv",
    "rsync",
  ]

  /// Commands that create folders.
  static let folderMakers: Set<String> = [
    "mkdir"
  ]

  /// Commands that change what they are given.
  static let writers: Set<String> = [
    "rm",
    "tee",
    "touch",
    "truncate",
  ]

  /// Commands that write the file that an address names, or that `-O` or `-o` says.
  static let downloads: Set<String> = [
    "curl",
    "wget",
  ]

  /// Commands that read an archive and write files that nobody can see.
  static let archives: Set<String> = [
    "gunzip",
    "tar",
    "unzip",
  ]

  /// Commands that neither read nor write the notebook's files.
  static let silent: Set<String> = [
    "apt",
    "apt-get",
    "conda",
    "date",
    "echo",
    "env",
    "export",
    "free",
    "hostname",
    "lscpu",
    "mamba",
    "nproc",
    "nvidia-smi",
    "pip",
    "pip3",
    "printenv",
    "pwd",
    "uname",
    "uv",
    "which",
    "whoami",
  ]
}
