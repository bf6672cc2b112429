/// The command that runs a component's function in its container, exactly as the KFP SDK writes it: install the
/// packages, write the function to a file, let KFP's executor call it.
///
/// Compare a file that `kfp` 2.17.0 makes of a DSL script; KFP's launcher knows no more of a component than this.
enum ComponentCommand {
  /// The command of a component. `functions` are the sources of functions that its own calls.
  static func command(
    source: String, beside functions: [String] = [], packages: [String], index: PackageIndex
  ) -> [String] {
    [
      "sh", "-c", installation(of: packages, from: index), "sh", "-ec", execution,
      program((functions + [source]).joined(separator: "\n\n")),
    ]
  }

  static func arguments(function: String) -> [String] {
    ["--executor_input", "{{$}}", "--function_to_execute", function]
  }

  /// Installs the packages and goes on with the rest of the command.
  private static func installation(of packages: [String], from index: PackageIndex) -> String {
    let own = pipInstall(packages.map { "'\($0)'" }, from: index)
    // KFP looks for a package whose requirement begins with its name, and installs itself where it finds none.
    let commands =
      packages.contains { $0.hasPrefix("kfp") } ? own : own + "  &&  " + pipInstall(kfp, from: index)
    return """

      if ! [ -x "$(command -v pip)" ]; then
          python3 -m ensurepip || python3 -m ensurepip --user || apt-get install python3-pip
      fi

      PIP_DISABLE_PIP_VERSION_CHECK=1 \(commands) && "$0" "$@"

      """
  }

  /// What KFP installs of itself: its executor needs none of its dependencies.
  private static let kfp = [
    "'kfp==\(KFPRelease.version)'", "'--no-deps'", "'typing-extensions>=3.7.4,<5; python_version<\"3.9\"'",
  ]

  private static func pipInstall(_ parts: [String], from index: PackageIndex) -> String {
    "python3 -m pip install --quiet --no-warn-script-location " + indexOptions(index)
      + parts.joined(separator: " ")
  }

  private static func indexOptions(_ index: PackageIndex) -> String {
    guard let first = index.indexURLs.first else { return "" }
    let options =
      ["--index-url \(first)"] + index.indexURLs.dropFirst().map { "--extra-index-url \($0)" }
      + index.trustedHosts.map { "--trusted-host \($0)" }
    return options.map { $0 + " " }.joined()
  }

  /// KFP's own, with the runs of blanks that its source's line continuations leave in it.
  private static let execution: String = {
    let gap = String(repeating: " ", count: 25)
    return """
      program_path=$(mktemp -d)

      printf "%s" "$0" > "$program_path/ephemeral_component.py"
      _KFP_RUNTIME=true python3 -m kfp.dsl.executor_main\(gap)--component_module_path\(gap)\
      "$program_path/ephemeral_component.py"\(gap)"$@"

      """
  }()

  private static func program(_ source: String) -> String {
    "\nimport kfp\nfrom kfp import dsl\nfrom kfp.dsl import *\nfrom typing import *\n\n\(source)\n"
  }
}
