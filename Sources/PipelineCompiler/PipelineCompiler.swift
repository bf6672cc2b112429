import JSONSyntax
import KaleAnalysis

/// Compiles a pipeline for Kubeflow Pipelines.
///
/// Values in, text out: no files, no clock, no environment. The same pipeline gives the same bytes. Nothing that a
/// notebook holds gets out of its place in the text; names that could are refused.
///
/// The pipeline is the one that Kale makes of the notebook, under the same names, but for the differences that
/// docs/compiled-pipeline.md lists. `ComponentFunction` tells of those inside a step. Of the graph:
///
/// - A step runs after its declared previous steps and after the steps that provide its inputs, and after no other.
///   Kale forgets a `prev:` that hands nothing on, and makes a step that takes nothing in run after the one listed
///   above it, which stops steps from running side by side that the notebook lets.
/// - Names that KFP or Python refuses (`_rows`, `größe`, a parameter `Class`, two parameters `lr` and `LR`) get one
///   that they take, so that the pipeline runs.
///
/// Two limits are KFP's and stay: a default beyond 2^53 loses its last digits, since a pipeline spec has one kind of
/// number; and when the KFP SDK compiles the script of a pipeline with a line break in a default, it writes the break
/// into its file's comments too and spoils the file. The pipeline spec written here is whole.
package struct PipelineCompiler: Sendable {
  /// Version of kale-lsp that the compiled files name.
  private let version: String
  private let defaults: CompilationDefaults

  /// Creates a compiler.
  ///
  /// - Parameters:
  ///   - version: The version of kale-lsp that compiled files name.
  ///   - defaults: What applies where a notebook says nothing.
  package init(version: String, defaults: CompilationDefaults = CompilationDefaults()) {
    self.version = version
    self.defaults = defaults
  }

  /// Compiles a pipeline.
  ///
  /// - Throws: A `PipelineCompilerError` where the pipeline cannot be one of KFP's.
  package func compile(
    _ pipeline: Pipeline, from notebook: NotebookOrigin
  ) throws(PipelineCompilerError) -> CompiledPipeline {
    let plan = try PipelinePlanner.plan(pipeline, from: notebook.name, defaults: defaults)
    let header = CompiledFileHeader(plan: plan, notebook: notebook, version: version)
    return CompiledPipeline(plan: plan, header: header)
  }
}

/// A compiled pipeline, in two forms, each written when it is asked for.
package struct CompiledPipeline: Sendable {
  let plan: PipelinePlan
  let header: CompiledFileHeader

  /// KFP's pipeline spec as YAML, with the platform spec as second document where one is needed.
  package var pipelineSpec: String { PipelineSpecFile.text(of: plan, header: header) }

  /// KFP's pipeline spec as JSON: the value of the first document of ``pipelineSpec``.
  package var pipelineSpecJSON: JSONValue { PipelineSpec(plan).yaml.json }

  /// A Python script that describes the same pipeline in KFP's DSL.
  package var dslScript: String { DSLScript.text(of: plan, header: header) }

  /// The steps, those of notebooks inside too, in an order in which they could run: the name of each one's component without
  /// `comp-`, by which the SDK speaks of it, and its own after those of the notebooks it is in: `part/fit`.
  package var stepNames: [(component: String, name: String)] { plan.stepNames() }

  /// For each step, by its name as in ``stepNames``, the packages that it installs.
  package var stepPackages: [String: [String]] {
    Dictionary(plan.stepPackages(), uniquingKeysWith: { first, _ in first })
  }

  /// The packages that steps install and that the code of all steps may do without.
  package var optionalPackages: Set<String> {
    let needed = plan.allSteps.map { Set($0.packagesToInstall).subtracting($0.optionalPackages) }
    return Set(plan.allSteps.flatMap(\.optionalPackages)).subtracting(needed.joined())
  }

  /// Returns the names, as in ``stepNames``, of some of the notebook's own steps or references and of all steps that have to
  /// run before them.
  package func stepNames(neededForUnits units: Set<String>) -> Set<String> {
    plan.stepNames(neededForUnits: units)
  }

  /// For each pipeline parameter of the notebook the input of the pipeline that it is.
  package var parameterInputs: [String: String] {
    Dictionary(
      plan.parameters.map { ($0.variable, $0.pipelineInput) }, uniquingKeysWith: { first, _ in first })
  }
}

/// The notebook that a pipeline was made from, as the compiled files name it.
package struct NotebookOrigin: Sendable, Equatable {
  /// The file's name, without the folders it is in.
  package var name: String
  /// A hash of the notebook's content, with the name of the function in front: `sha256:…`.
  package var contentHash: String

  /// Creates the origin of a compiled pipeline.
  ///
  /// - Parameters:
  ///   - name: The file name of the notebook.
  ///   - contentHash: A hash of its content, with the name of the function in front: `sha256:…`.
  package init(name: String, contentHash: String) {
    self.name = name
    self.contentHash = contentHash
  }
}
