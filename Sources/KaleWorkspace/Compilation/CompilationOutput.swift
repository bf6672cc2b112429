import KaleAnalysis
import NotebookModel
import PipelineCompiler

/// A compiled notebook, and where its files go.
package struct CompilationOutput {
  private let compiled: CompiledPipeline
  private let notebookPath: String
  /// What is compiled.
  package let pipeline: Pipeline

  /// One of the two forms of a compiled pipeline.
  package enum Form {
    case pipelineSpec, dslScript

    /// How the file's name ends, after the pipeline's.
    fileprivate var ending: String {
      switch self {
      case .pipelineSpec: ".yaml"
      case .dslScript: ".kale.py"
      }
    }
  }

  /// Compiles a notebook.
  ///
  /// - Parameters:
  ///   - analysis: The analysis of a notebook without findings that stop the compilation.
  ///   - notebookPath: The path of the notebook, in whose folder files go.
  ///   - runtime: Who chooses the runtime of its steps.
  ///   - overrides: What counts in place of the environment.
  /// - Throws: Why the notebook cannot be compiled. Of a notebook as above, few errors are possible.
  package init(
    _ analysis: NotebookAnalysis, notebookPath: String, runtime: RuntimeChoice = RuntimeChoice(),
    overriding overrides: CompilationOverrides = .init()
  ) throws(PipelineCompilerError) {
    pipeline = analysis.pipeline(by: runtime)
    compiled = try Self.compile(pipeline, of: analysis, notebookPath: notebookPath, overriding: overrides)
    self.notebookPath = notebookPath
  }

  /// Compiles a pipeline that a notebook describes, or one made from it.
  static func compile(
    _ pipeline: Pipeline, of analysis: NotebookAnalysis, notebookPath: String,
    overriding overrides: CompilationOverrides = .init()
  ) throws(PipelineCompilerError) -> CompiledPipeline {
    let name = FileSystem.name(of: notebookPath)
    let origin = NotebookOrigin(name: name, contentHash: "sha256:" + NotebookDigest.hexadecimal(of: analysis))
    return try PipelineCompiler(
      version: KaleLSPVersion.current,
      defaults: .ofEnvironment(overriding: overrides, in: pipeline.configuration.project)
    )
    .compile(pipeline, from: origin)
  }

  /// A sentence about a pipeline spec that Kubernetes may be unable to store; nil for one that fits.
  package var sizeWarning: String? {
    let size = compiled.pipelineSpec.utf8.count
    guard size > Self.objectLimit else { return nil }
    let remedy =
      pipeline.configuration.runtime == .exact
      ? "Ship fewer files, split the notebook, or compile it with `--runtime kale`." : "Split the notebook."
    return """
      The pipeline spec has \(ByteCount.text(size)), and Kubernetes limits an object to 1.5 MB: the run may be rejected. \
      \(remedy)
      """
  }

  /// The most bytes of a Kubernetes object: what etcd accepts of a request.
  private static let objectLimit = 1_572_864

  /// For each step the packages that it installs, by its name after those of the notebooks that it is in: `part/fit`.
  package var stepPackages: [String: [String]] { compiled.stepPackages }

  /// Returns the content of the file in one of the forms.
  package func text(of form: Form) -> String {
    switch form {
    case .pipelineSpec: compiled.pipelineSpec
    case .dslScript: compiled.dslScript
    }
  }

  /// Writes a file into a folder, which is created if it does not exist.
  ///
  /// - Parameters:
  ///   - form: The file to write.
  ///   - folder: The folder, relative to that of the notebook; nil for the one that the configuration names, or Kale's.
  /// - Returns: The path of the file.
  /// - Throws: Why the file cannot be written. A folder of the configuration that leads out of the notebook's is an
  ///   error.
  package func write(_ form: Form, into folder: String?) throws(FileSystem.Failure) -> String {
    guard let target = try open(folder, ifAbsent: .makeFolder) else {
      throw FileSystem.Failure(
        path: path(of: form, in: folder), action: "written", reason: "no such directory")
    }
    try target.write(text(of: form), to: fileName(of: form))
    return path(of: form, in: folder)
  }

  /// How a file that was written stands to what would be written now.
  package enum State {
    case current, missing, different
    /// A symbolic link or a folder is in its place.
    case obstructed
  }

  /// Compares the file in a folder with what would be written.
  ///
  /// - Parameters:
  ///   - form: The file to compare.
  ///   - folder: The folder, as for ``write(_:into:)``.
  /// - Returns: How the file compares.
  /// - Throws: Why the file cannot be read.
  package func state(of form: Form, in folder: String?) throws(FileSystem.Failure) -> State {
    guard let target = try open(folder, ifAbsent: .giveNil) else { return .missing }
    return switch try target.content(of: fileName(of: form)) {
    case .file(let bytes): bytes.elementsEqual(text(of: form).utf8) ? .current : .different
    case .nothing: .missing
    case .symbolicLink, .other: .obstructed
    }
  }

  /// The path of a file in a folder, which is as for `write`.
  package func path(of form: Form, in folder: String?) -> String {
    FileSystem.join(target(folder), fileName(of: form))
  }

  /// Returns the path of a notebook's compiled files, without their extensions.
  ///
  /// - Parameters:
  ///   - file: The notebook.
  ///   - folder: The folder, as for ``write(_:into:)``.
  /// - Returns: The path; nil for a notebook without steps.
  package static func path(of file: NotebookFile, in folder: String? = nil) -> String? {
    guard !file.analysis.outline.units.isEmpty else { return nil }
    let configuration = file.analysis.configuration.configuration
    let home = FileSystem.folder(of: FileSystem.absolute(file.path))
    let folder = FileSystem.join(
      home, folder ?? configuration.outputPath ?? configuration.release.defaults.outputPath)
    return FileSystem.join(FileSystem.normalized(folder), ProposedNames(for: file.analysis).pipeline)
  }

  private var home: String { FileSystem.folder(of: FileSystem.absolute(notebookPath)) }

  private func target(_ folder: String?) -> String {
    let configuration = pipeline.configuration
    return FileSystem.join(
      home, folder ?? configuration.outputPath ?? configuration.release.defaults.outputPath)
  }

  private func fileName(of form: Form) -> String { pipeline.configuration.pipelineName + form.ending }

  /// A notebook can come from anywhere, so that the folder its configuration names must not lead out of its own; a
  /// person who names a folder means it.
  private func open(
    _ folder: String?, ifAbsent absence: OutputFolder.Absence
  ) throws(FileSystem.Failure) -> OutputFolder? {
    if folder != nil { return try OutputFolder.open(target(folder), ifAbsent: absence) }
    return try OutputFolder.open(target(nil), inside: home, ifAbsent: absence)
  }
}
