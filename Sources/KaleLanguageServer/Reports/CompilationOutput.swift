import JSONSyntax
import KalePipeline
import PipelineCompiler

/// A compiled notebook, and where its files go.
package struct CompilationOutput {
  private let compiled: CompiledPipeline
  private let notebookPath: String
  private let configuration: PipelineConfiguration

  /// One of the two forms of a compiled pipeline.
  package enum Form {
    case pipelineSpec, dslScript

    /// How the file's name ends, behind the pipeline's.
    fileprivate var ending: String {
      switch self {
      case .pipelineSpec: ".yaml"
      case .dslScript: ".kale.py"
      }
    }
  }

  /// Compiles a notebook without errors.
  package init(_ analysis: NotebookAnalysis, notebookPath: String) throws(PipelineCompilerError) {
    let name = FileSystem.name(of: notebookPath)
    let origin = NotebookOrigin(name: name, contentHash: "sha256:" + NotebookDigest.hexadecimal(of: analysis))
    let pipeline = analysis.pipeline
    compiled = try PipelineCompiler(version: KaleLSPVersion.current, defaults: .ofEnvironment)
      .compile(pipeline, from: origin)
    configuration = pipeline.configuration
    self.notebookPath = notebookPath
  }

  package func text(of form: Form) -> String {
    switch form {
    case .pipelineSpec: compiled.pipelineSpec
    case .dslScript: compiled.dslScript
    }
  }

  /// Writes a file into a folder and gives its path. The folder is the one given, the one the notebook's configuration
  /// names, or `.kale`; a relative one counts from the notebook's folder.
  ///
  /// A notebook can come from anywhere, so that the folder its configuration names must not lead out of its own; a
  /// person who names a folder means it.
  package func write(_ form: Form, into folder: String?) throws(FileSystem.Failure) -> String {
    let home = FileSystem.folder(of: FileSystem.absolute(notebookPath))
    let target = FileSystem.join(home, folder ?? configuration.outputPath ?? ".kale")
    guard folder != nil || FileSystem.isInside(target, of: home) else {
      throw FileSystem.Failure(
        path: target, action: "written", reason: "it leads out of the notebook's folder")
    }
    let path = FileSystem.join(target, configuration.pipelineName + form.ending)
    try FileSystem.write(text(of: form), to: path)
    return path
  }
}

/// A fingerprint of what of a notebook its pipeline is made from: outputs, prose and layout do not count.
enum NotebookDigest {
  static func hexadecimal(of analysis: NotebookAnalysis) -> String {
    let cells = analysis.notebook.cells.enumerated().filter { index, _ in
      switch analysis.outline.assignments[index] {
      case .step, .block, .notebook: true
      case .notCode, .dropped, .skipped, .orphaned: false
      }
    }
    let content: JSONValue = [
      "configuration": analysis.notebook.kaleMetadata ?? .null,
      "settings": analysis.notebook.kaleLSPMetadata ?? .null,
      "cells": .array(
        cells.map { _, cell in
          ["tags": .array(cell.tags.map { .string($0.text ?? "") }), "source": .string(cell.source.string)]
        }),
    ]
    return SHA256.hexadecimal(of: content.serialized())
  }
}
