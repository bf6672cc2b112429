import KaleAnalysis
import NotebookModel

/// An image whose Python is too old for the runtime of steps.
enum OldImage: InquiringRule {
  static let description = RuleDescription(
    code: "KALE024", name: "old-image", severity: .error, fix: .suggested,
    summary: "The Python version of an image is too old to run a step.",
    rationale: """
      A step installs its runtime when it starts. The runtime `exact` needs Python 3.9 or newer in the image, and \
      Kale's runtime needs Python 3.11 or newer. kale-lsp knows the version from the tag of an image called `python`, \
      and for some other images, for example those that Kale 0.x used.

      Notebooks of Kale 0.x name the image of their notebook server in `docker_image`, which \
      \(KaleRelease.current) does not know. The migration renames it to `base_image`, so that steps run in this image.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "base_image": «"python:3.7-slim"»}
        # %% tags=["step:load", «"image:python:3.6"»]
        data = 1
        # %% tags=["step:train", "prev:load", «"image:tensorflow/tensorflow:1.14.0-py3"»]
        model = data
        """,
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "steps_defaults": [«"image:python:3.10"»]}
        # %% tags=["step:load"]
        data = 1
        """,
      ],
      nonTriggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "base_image": "python:3.11"}
        # %% tags=["step:load", "image:example.com/python:1.2"]
        data = 1
        # %% tags=["step:train", "prev:load", "image:python:latest"]
        model = data
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:load", "image:python:3.6"]
          data = 1
          """,
          after: """
          # %% tags=["step:load", "image:python:3.12"]
          data = 1
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis, asking queries: RuleQueries) -> [Finding] {
    analysis.namedImages.compactMap { named in
      guard let version = PythonVersion(ofImage: named.image), version < PipelineRuntime.kale.oldestPython
      else {
        return nil
      }
      return finding(named, version, queries.runtime, analysis.release)
    }
  }

  private static func finding(
    _ named: NamedImage, _ version: PythonVersion, _ runtime: PipelineRuntime, _ release: KaleRelease
  ) -> Finding {
    let isTooOld = version < runtime.oldestPython
    // What a table says of an image may change with a new build of it.
    let isCertain = named.image.contains("python:") || version <= PythonVersion(3, 6)
    let need =
      isTooOld
      ? "steps need \(runtime.oldestPython)" : "Kale's steps need \(PipelineRuntime.kale.oldestPython)"
    let image = release.defaults.baseImage
    return Finding(
      description, severity: isTooOld && isCertain ? .error : .warning, kale: .accepted, isHandled: !isTooOld,
      at: named.place,
      "Image `\(named.image)` has \(version), but \(need) or newer. Use a newer image, for example `\(image)`.",
      fixes: [Fix("Change the image to `\(image)`", [named.replacing(with: image)])])
  }
}
