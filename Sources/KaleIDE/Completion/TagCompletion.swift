import KaleAnalysis

/// What a tag that is being written may become.
package struct TagCompletion: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// A tag complete as it stands.
    case tag
    /// One that names a step.
    case step
    /// One that has to be completed behind its last sign.
    case beginning
  }

  /// The whole tag.
  package var text: String
  package var kind: Kind
  /// A few words that say what it does.
  package var detail: String
  /// Sentences, with code in backquotes.
  package var documentation: String
  /// The parts that the person has to fill in, behind `text`, divided by colons.
  package var parts: [String] = []
}

extension TagCompletion {
  /// What a tag of a cell may become where `typed` stands already, the likeliest first. The client picks those that go on
  /// from there.
  package static func completions(
    of typed: String, tag index: Int, in cell: Int, _ analysis: NotebookAnalysis
  ) -> [TagCompletion] {
    let writer = TagCompletionWriter(analysis: analysis, cell: cell, index: index)
    let all = writer.completions
    guard let colon = typed.utf8.firstIndex(of: UInt8(ascii: ":")) else { return all }
    // Behind a colon what begins with other words is of no use.
    let word = typed[...colon]
    return all.filter { $0.text.hasPrefix(word) }
  }
}

/// Writes the completions of one tag.
private struct TagCompletionWriter {
  let analysis: NotebookAnalysis
  let cell: Int
  let index: Int

  /// The cell's other tags.
  private var others: [ParsedTag] {
    analysis.tags[cell].entries.enumerated().compactMap { $0.offset == index ? nil : $0.element.parsed }
  }

  var completions: [TagCompletion] {
    let isStep = others.contains { tag in
      if case .step = tag.meaning { return true }
      return false
    }
    // A cell with a step has no use for another role, one without has none for anything else.
    let found = isStep ? previous + configuration + roles : steps + roles + previous + configuration
    let taken = Set(
      analysis.tags[cell].entries.enumerated().filter { $0.offset != index }.compactMap(\.element.text))
    return found.filter { !taken.contains($0.text) && Self.isPlain($0.text) }
  }

  // MARK: Roles

  private var steps: [TagCompletion] {
    let own = ownName
    let proposal = analysis.uniqueStepName(StepNaming.proposal(for: analysis, cell: cell))
    let known = unitsAbove.filter {
      !analysis.outline.units[$0].isNotebook && analysis.outline.units[$0].name != own
    }
    return [
      TagCompletion(
        text: "step:\(proposal)", kind: .step, detail: "a new step",
        documentation: "The cell begins a step of its own. Untagged cells below it join it.")
    ]
      + known.reversed().map { unit in
        let name = analysis.outline.units[unit].name
        return TagCompletion(
          text: "step:\(name)", kind: .step, detail: "more of step \(name)",
          documentation:
            "The cell's code is added to the step `\(name)`. Other tags of the cell have no effect: those of the step's "
            + "first cell count.")
      } + [
        TagCompletion(
          text: "step:", kind: .beginning, detail: "a step",
          documentation: "The cell begins a step of this name.",
          parts: ["NAME"])
      ]
  }

  private var roles: [TagCompletion] {
    [
      (SpecialTag.imports, "in front of every step", "The cell's imports run at the start of every step."),
      (
        .functions, "in front of every step",
        "The cell's functions and classes are there in every step. They run behind the imports."
      ),
      (
        .pipelineParameters, "parameters of the pipeline",
        "Each line `name = value` becomes a parameter of the pipeline: a number, a string, `True` or `False`."
      ),
      (
        .pipelineMetrics, "metrics of the pipeline",
        "Each line `print(name)` makes a variable a metric of the step that makes it."
      ),
      (.skip, "not in the pipeline", "The cell is left out of the pipeline."),
    ].map { tag, detail, documentation in
      TagCompletion(text: tag.rawValue, kind: .tag, detail: detail, documentation: documentation)
    } + [
      TagCompletion(
        text: "notebook:", kind: .beginning, detail: "another notebook as a step",
        documentation:
          "The notebook that the cell's metadata name in `notebook_path` runs as a pipeline in the step's place.",
        parts: ["NAME"])
    ]
  }

  // MARK: Previous steps

  private var previous: [TagCompletion] {
    let own = ownName
    return unitsAbove.reversed().map { analysis.outline.units[$0].name }.filter { $0 != own }.map { name in
      TagCompletion(
        text: "prev:\(name)", kind: .step, detail: "runs after step \(name)",
        documentation: "The step runs after `\(name)`, and can use what that makes.")
    } + [
      TagCompletion(
        text: "prev:", kind: .beginning, detail: "runs after a step",
        documentation: "The step runs after the step of this name, which has to be defined above.",
        parts: ["NAME"])
    ]
  }

  /// The units that are defined above the cell, in order.
  private var unitsAbove: [UnitIndex] {
    analysis.outline.units.indices.filter { analysis.outline.units[$0].definition < cell }
  }

  /// The name of the cell's own step, as its other tags have it.
  private var ownName: String? {
    others.lazy.compactMap { tag in
      if case .step(let name) = tag.meaning { return name }
      return nil
    }.first
  }

  // MARK: Configuration

  private var configuration: [TagCompletion] { limits + switches + images + rest }

  private var limits: [TagCompletion] {
    [
      ("limit:cpu:", "CPUs at most", "The step's container gets no more CPU time than this: `2`, `500m`."),
      (
        "limit:memory:", "memory at most", "The step's container is ended when it takes more: `4Gi`, `512Mi`."
      ),
      ("limit:requests.cpu:", "CPUs at least", "The step runs where so much CPU time is left: `1`, `500m`."),
      ("limit:requests.memory:", "memory at least", "The step runs where so much memory is left: `2Gi`."),
      ("limit:nvidia.com/gpu:", "GPUs of NVIDIA", "The step runs where so many GPUs are free."),
      ("limit:amd.com/gpu:", "GPUs of AMD", "The step runs where so many GPUs are free."),
    ].map { text, detail, documentation in
      TagCompletion(
        text: text, kind: .beginning, detail: detail, documentation: documentation, parts: ["QUANTITY"])
    } + [
      TagCompletion(
        text: "limit:", kind: .beginning, detail: "a resource of the container",
        documentation: "`limit:RESOURCE:VALUE`: how much of a resource the step's container may take.",
        parts: ["RESOURCE", "QUANTITY"])
    ]
  }

  private var switches: [TagCompletion] {
    [
      (
        "cache:enabled", "results are used again",
        "The step does not run again while its code and inputs are the same."
      ),
      ("cache:disabled", "runs every time", "The step runs every time, whatever came out before."),
      (
        "report:enabled", "an HTML report",
        "The step makes an HTML report of its cells, as the notebook shows them."
      ),
      ("report:disabled", "no HTML report", "The step makes no HTML report."),
    ].map { TagCompletion(text: $0.0, kind: .tag, detail: $0.1, documentation: $0.2) }
  }

  /// Images that the notebook names already.
  private var images: [TagCompletion] {
    let named =
      analysis.cells(with: .configurationTags).compactMap { analysis.tags[$0].configuration.image }
      + [analysis.configuration.configuration.baseImage].compactMap { $0 }
    return Set(named).sorted().map { image in
      TagCompletion(
        text: "image:\(image)", kind: .tag, detail: "the step's image",
        documentation: "The step's container is made of the image `\(image)`.")
    }
  }

  private var rest: [TagCompletion] {
    [
      ("image:", "the step's image", "The image that the step's container is made of.", ["REFERENCE"]),
      (
        "secret:", "a secret as an environment variable",
        "`secret:NAME:KEY:VARIABLE`: the value of a key of a Kubernetes secret, as an environment variable of the step.",
        ["NAME", "KEY", "VARIABLE"]
      ),
      (
        "label:", "a label of the pod", "`label:KEY:VALUE`: a Kubernetes label of the step's pod.",
        ["KEY", "VALUE"]
      ),
      (
        "annotation:", "an annotation of the pod",
        "`annotation:KEY:VALUE`: a Kubernetes annotation of the step's pod.", ["KEY", "VALUE"]
      ),
    ].map { TagCompletion(text: $0.0, kind: .beginning, detail: $0.1, documentation: $0.2, parts: $0.3) }
  }

  /// Whether a tag is written the same in every text: without quotes, spaces and the like.
  private static func isPlain(_ tag: String) -> Bool {
    tag.utf8.allSatisfy { $0.isLetterOrDigit || "_-./:@".utf8.contains($0) }
  }
}
