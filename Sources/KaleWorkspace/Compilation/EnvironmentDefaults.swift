import KaleAnalysis
import NotebookModel
import PipelineCompiler

extension CompilationDefaults {
  /// What this process's environment says, or what counts in its place, and a project where that says nothing.
  static func ofEnvironment(
    overriding overrides: CompilationOverrides, in project: ProjectDefaults
  ) -> CompilationDefaults {
    CompilationDefaults({ overrides.environment[$0] ?? ProcessEnvironment.value(of: $0) }, in: project)
  }

  /// Reads the environment variables that Kale reads, as Kale does, and pip's where Kale's say nothing.
  ///
  /// - Parameters:
  ///   - variable: Returns the value of an environment variable.
  ///   - project: What counts where the environment says nothing.
  package init(_ variable: (String) -> String?, in project: ProjectDefaults = ProjectDefaults()) {
    self.init(packageIndex: PackageIndex(variable, in: project), securityContext: SecurityContext(variable))
    baseImage = variable(Self.baseImageVariable) ?? project.baseImage ?? baseImage
  }

  /// The environment variable that sets the base image.
  package static let baseImageVariable = "KALE_DEFAULT_BASE_IMAGE"
}

extension PackageIndex {
  fileprivate init(_ variable: (String) -> String?, in project: ProjectDefaults) {
    self.init(variable)
    if let indexURLs = project.indexURLs, !indexURLs.isEmpty,
      Self.indexVariables.allSatisfy({ variable($0) == nil })
    {
      self.indexURLs = indexURLs
    }
    if let hosts = project.trustedHosts, Self.hostVariables.allSatisfy({ variable($0) == nil }) {
      trustedHosts = hosts
    }
  }

  /// The environment variables that set package indexes.
  package static let indexVariables = [
    "KALE_PYPI_PROD_URL", "PIP_INDEX_URL", "KALE_PIP_INDEX_URLS", "KALE_DEV_MODE", "PIP_EXTRA_INDEX_URL",
  ]
  /// The environment variables that set trusted hosts.
  package static let hostVariables = ["KALE_PIP_TRUSTED_HOSTS", "PIP_TRUSTED_HOST"]

  /// The main index, which Kale asks last, is that of `KALE_PYPI_PROD_URL`, of pip or PyPI.
  private init(_ variable: (String) -> String?) {
    let main =
      variable("KALE_PYPI_PROD_URL") ?? variable("PIP_INDEX_URL").map(Self.withoutCredentials) ?? Self.pyPI
    var others: [String] = []
    if let list = variable("KALE_PIP_INDEX_URLS") {
      others = Self.words(list, separator: ",")
    } else if let flag = variable("KALE_DEV_MODE"), flag.isYes {
      others = [variable("KALE_DEVPI_SIMPLE_URL") ?? "http://127.0.0.1:3141/root/dev/+simple/"]
    }
    let extra = variable("PIP_EXTRA_INDEX_URL").map { Self.words($0, separator: " ") } ?? []
    let hosts =
      variable("KALE_PIP_TRUSTED_HOSTS").map { Self.words($0, separator: ",") }
      ?? variable("PIP_TRUSTED_HOST").map { Self.words($0, separator: " ") } ?? []
    self.init(
      indexURLs: others.filter { $0 != main } + [main] + extra.map(Self.withoutCredentials),
      trustedHosts: hosts)
  }

  private static func words(_ list: String, separator: Character) -> [String] {
    list.split(separator: separator).map { $0.filter { !$0.isWhitespace } }.filter { !$0.isEmpty }
  }

  /// What a person's pip logs in with stays out of a file that others read.
  private static func withoutCredentials(_ address: String) -> String {
    guard let scheme = address.firstRange(of: "://") else { return address }
    let rest = address[scheme.upperBound...]
    let host = rest.prefix { $0 != "/" }
    guard let at = host.lastIndex(of: "@") else { return address }
    return String(address[..<scheme.upperBound] + rest[rest.index(after: at)...])
  }
}

extension SecurityContext {
  fileprivate init(_ variable: (String) -> String?) {
    self.init()
    func number(_ name: String) -> Int? { variable("KALE_SECURITY_CONTEXT_\(name)").flatMap { Int($0) } }
    func flag(_ name: String) -> Bool? { variable("KALE_SECURITY_CONTEXT_\(name)").map(\.isYes) }
    isEnabled = flag("ENABLED") ?? isEnabled
    runAsUser = number("RUN_AS_USER") ?? runAsUser
    runAsGroup = number("RUN_AS_GROUP") ?? runAsGroup
    runAsNonRoot = flag("RUN_AS_NON_ROOT") ?? runAsNonRoot
  }
}

extension String {
  /// Whether Kale takes the value of a variable for yes.
  fileprivate var isYes: Bool { ["1", "true", "yes", "on"].contains(lowercased()) }
}
