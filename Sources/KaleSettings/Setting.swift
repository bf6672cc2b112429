import KaleAnalysis

/// A setting of kale-lsp: its name in configuration files is its raw value.
package enum Setting: String, CaseIterable, Sendable {
  case strict
  case runtime
  case select
  case ignore
  case rules
  case perFileIgnores = "per-file-ignores"
  case exclude
  case extendExclude = "extend-exclude"
  case respectGitignore = "respect-gitignore"
  case packageNames = "package-names"
  case baseImage = "base-image"
  case indexURLs = "index-urls"
  case trustedHosts = "trusted-hosts"
  case kfpHost = "kfp-host"

  /// The form of a value.
  package enum Form: Sendable, Hashable {
    case flag
    /// One of some words.
    case choice([String])
    /// A reference of a container image.
    case image
    /// A URL or a host, without white space.
    case address
    /// Several of them.
    case addresses
    /// Names, codes and code prefixes of rules.
    case rules
    /// Patterns of paths, as in a `.gitignore` file.
    case patterns
    /// A level for each selector of rules.
    case levels
    /// Selectors of rules for each pattern of paths.
    case rulesOfPaths
    /// A package for each module, or `false` for modules that no package has to be installed for.
    case packages
  }

  /// The form of its value.
  package var form: Form {
    switch self {
    case .select, .ignore: .rules
    case .rules: .levels
    case .perFileIgnores: .rulesOfPaths
    case .strict, .respectGitignore: .flag
    case .runtime: .choice(PipelineRuntime.allCases.map(\.rawValue))
    case .exclude, .extendExclude: .patterns
    case .packageNames: .packages
    case .baseImage: .image
    case .kfpHost: .address
    case .indexURLs, .trustedHosts: .addresses
    }
  }

  /// What it does, as a sentence.
  package var summary: String {
    switch self {
    case .select: "Use only these rules: names, codes or code prefixes."
    case .ignore: "Do not use these rules."
    case .rules: "Turn rules off, or change their severity."
    case .perFileIgnores: "Ignore rules in the notebooks that a pattern matches."
    case .strict: "Treat everything that Kale rejects or gets wrong as an error."
    case .runtime: "Runtime of the steps of notebooks that name none: kale-lsp's own or Kale's."
    case .exclude:
      "Patterns of files and folders to leave out where folders are searched, instead of the usual ones."
    case .extendExclude: "Patterns of further files and folders to leave out where folders are searched."
    case .respectGitignore: "Leave out what git ignores where folders are searched."
    case .packageNames: "The package that each module comes in; `false` for a module that needs none."
    case .baseImage: "Image of the steps of notebooks that name none."
    case .indexURLs: "Package indexes that steps install from, the main one first."
    case .trustedHosts: "Hosts of package indexes that need no valid certificate."
    case .kfpHost: "URL of the Kubeflow Pipelines server for notebooks that name none."
    }
  }

  /// Whether the editor's settings have it too.
  package var isInEditors: Bool {
    switch self {
    case .strict, .runtime, .rules: true
    default: false
    }
  }

  /// Whether it names an image, a package, a package index or a host, whose code steps run and which a folder that is not
  /// trusted must not choose.
  package var needsTrust: Bool {
    switch self {
    case .packageNames, .baseImage, .indexURLs, .trustedHosts, .kfpHost: true
    default: false
    }
  }

  /// Whether the values of several places are joined; of others, the value of the place that takes precedence counts.
  var isJoined: Bool {
    switch self {
    case .ignore, .rules, .perFileIgnores, .extendExclude, .packageNames: true
    default: false
    }
  }
}
