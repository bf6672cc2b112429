import JSONSyntax
import KaleAnalysis
import NotebookModel

/// What a command line says in place of a notebook's configuration and of the environment.
package struct CompilationOverrides: Sendable, Equatable {
  /// Values of keys of the metadata `kubeflow_notebook`.
  private var configuration: [JSONMember] = []
  /// Values of environment variables.
  private(set) var environment: [String: String] = [:]

  /// Creates overrides that change nothing.
  package init() {}

  /// Sets a key of the configuration; nothing for nil.
  package mutating func set(_ key: String, _ value: String?) {
    guard let value else { return }
    configuration.removeAll { $0.key == key }
    configuration.append(JSONMember(key: key, value: .string(value)))
  }

  /// Sets an environment variable; nothing for nil.
  package mutating func setVariable(_ name: String, _ value: String?) {
    if let value { environment[name] = value }
  }

  /// Whether the pipeline gets another name.
  package var namesPipeline: Bool { configuration.contains { $0.key == "pipeline_name" } }

  /// Whether the configuration of notebooks changes.
  package var changesConfiguration: Bool { !configuration.isEmpty }

  /// What is wrong with the values, as a sentence; nil if nothing is.
  package func fault(in release: KaleRelease = .current) -> String? {
    let required = ["pipeline_name", "experiment_name"].map { JSONMember(key: $0, value: .string("name")) }
    let keys = Set(configuration.map(\.key))
    let metadata = JSONValue.object(required.filter { !keys.contains($0.key) } + configuration)
    return ConfigurationReading(metadata, settings: nil, of: release).faults.first.map { $0.reason + "." }
  }

  /// Returns the notebook with the configuration that counts.
  func applied(to notebook: Notebook) -> Notebook {
    guard changesConfiguration else { return notebook }
    let keys = Set(configuration.map(\.key))
    var members: [JSONMember] = []
    if case .object(let own) = notebook.kaleMetadata { members = own.filter { !keys.contains($0.key) } }
    return notebook.with(
      kaleMetadata: .object(members + configuration), kaleLSPMetadata: notebook.kaleLSPMetadata)
  }
}
