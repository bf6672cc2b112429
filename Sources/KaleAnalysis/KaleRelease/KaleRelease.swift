/// A release of Kale: all that is known of one and may be otherwise in another.
///
/// Messages and compiled files take a release's name from here. To teach kale-lsp a release, add its value beside the others
/// and to `allKnown`.
///
/// It is passed from the analyzer to whatever reads tags, names and configurations. A class, so that this costs nothing.
package final class KaleRelease: Sendable {
  /// Its version, as the package index has it.
  package let name: String
  /// The tags that it takes.
  package let tags: TagGrammar
  /// The keys of the notebook's configuration.
  let configuration: ConfigurationObject
  /// What it takes where the notebook does not say.
  package let defaults: Defaults
  /// What a step needs to run.
  package let runtime: Runtime
  /// Notebooks that it accepts and then crashes on.
  package let crashes: Crashes
  /// How much it accepts, and which resources of a step it limits.
  package let limits: Limits
  /// The problems for which it rejects a notebook.
  package let rejections: Rejections
  /// The values that it cannot pass from step to step.
  package let marshalling: Marshalling

  init(
    name: String, tags: TagGrammar, configuration: ConfigurationObject, defaults: Defaults, runtime: Runtime,
    crashes: Crashes, limits: Limits, rejections: Rejections, marshalling: Marshalling
  ) {
    self.name = name
    self.tags = tags
    self.configuration = configuration
    self.defaults = defaults
    self.runtime = runtime
    self.crashes = crashes
    self.limits = limits
    self.rejections = rejections
    self.marshalling = marshalling
  }

  /// What Kale takes where the notebook does not say.
  package struct Defaults: Sendable, Hashable {
    /// The image of steps.
    package let baseImage: String
    /// The folder in which steps save what they pass on.
    package let marshalPath: String
    /// Where compiled files go, relative to the notebook's folder.
    package let outputPath: String
  }

  /// What a step needs to run.
  package struct Runtime: Sendable, Hashable {
    /// What it installs whatever it imports, as pip takes it.
    package let requirements: [String]
    /// The packages that come with these, and those that are in every Python image; called as `PackageTable` calls them.
    package let packages: Set<String>
    /// Modules of Python for which it installs a package that does not exist, if shared cells import them.
    package let uninstallableModules: Set<String>
  }

  /// Notebooks that Kale accepts and then crashes on.
  package struct Crashes: Sendable, Hashable {
    /// The configuration tags that it cannot apply to steps where `steps_defaults` has them.
    package let defaultTags: Set<TagPrefix>
  }

  /// How much Kale accepts, and which resources of a step it limits.
  package struct Limits: Sendable, Hashable {
    /// The length of a metric's name.
    package let longestMetricName: Int
    /// How many notebooks deep references may lead.
    package let referenceDepth: Int
    /// The resources whose limits it puts in the pipeline; it accepts others and leaves them out.
    package let limitedResources: Set<String>
  }
}

extension KaleRelease {
  /// The release whose behaviour is the measure: findings say what it rejects, and steps install it.
  package static let current = kale23

  /// Every release that is known, the newest first.
  package static let allKnown = [kale23]
}

extension KaleRelease: CustomStringConvertible {
  /// How messages call it: `Kale` and its version.
  package var description: String { "Kale \(name)" }
}

extension KaleRelease: Equatable {
  package static func == (left: KaleRelease, right: KaleRelease) -> Bool { left === right }
}
