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

      The finding is an error if the version is certain. It is a warning if a newer build of the image may have another \
      version, or if only Kale's steps need a newer one.
      """,
    whyNoFix:
      "Only you know which newer tag of an image with GPU libraries your code works with.",
    examples: RuleExamples(
      triggering: [
        """
        # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "base_image": «"python:3.7-slim"»}
        # %% tags=["step:load", «"image:python:3.6"»]
        data = 1
        # %% tags=["step:train", "prev:load", «"image:tensorflow/tensorflow:1.14.0-py3"»]
        model = data
        # %% tags=["step:test", "prev:train", «"image:gcr.io/kubeflow-images-public/tensorflow-1.15.2-notebook-gpu:1.0.0"»]
        print(model)
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
        ),
        (
          before: """
          # %% tags=["step:load", "image:tensorflow/tensorflow:1.14.0-gpu-py3"]
          data = 1
          """,
          after: """
          # %% tags=["step:load", "image:tensorflow/tensorflow:2.17.0-gpu"]
          data = 1
          """
        ),
        (
          before: """
          # %% tags=["step:load", "image:python:3.7-slim-buster"]
          data = 1
          """,
          after: """
          # %% tags=["step:load", "image:python:3.12-slim"]
          data = 1
          """
        ),
      ]))

  static func check(_ analysis: NotebookAnalysis, asking queries: RuleQueries) -> [Finding] {
    var choice = ImageChoice(analysis)
    return analysis.namedImages.compactMap { named in
      guard let version = PythonVersion(ofImage: named.image), version < PipelineRuntime.kale.oldestPython
      else {
        return nil
      }
      return finding(named, version, choice.image(insteadOf: named.image), queries.runtime)
    }
  }

  private static func finding(
    _ named: NamedImage, _ version: PythonVersion, _ newer: String?, _ runtime: PipelineRuntime
  ) -> Finding {
    let isTooOld = version < runtime.oldestPython
    // What a table says of an image may change with a new build of it.
    let isNamed = PythonVersion.isNamed(inImage: named.image)
    let isCertain = isNamed || version <= PythonVersion(3, 6)
    let has = isNamed ? "has \(version)" : isCertain ? "has \(version) or older" : "probably has \(version)"
    let need =
      isTooOld
      ? "steps need \(runtime.oldestPython)" : "Kale's steps need \(PipelineRuntime.kale.oldestPython)"
    let shown = named.image.utf8.count > longestShown ? named.image.shortImageReference : named.image
    return Finding(
      description, severity: isTooOld && isCertain ? .error : .warning, kale: .accepted, isHandled: !isTooOld,
      at: named.place,
      "Image `\(shown)` \(has), but \(need) or newer. Use "
        + (newer.map { "a newer image, for example `\($0)`." } ?? "a newer tag of the image."),
      fixes: newer.map { [Fix("Change the image to `\($0)`", [named.replacing(with: $0)])] } ?? [])
  }

  /// Longer references are shortened.
  private static let longestShown = 50
}
