import KaleAnalysis
import NotebookModel

/// What a tag that is being written may become.
package struct TagCompletion: Sendable, Hashable {
  /// How complete a suggestion is.
  package enum Kind: Sendable, Hashable {
    /// A tag complete as it stands.
    case tag
    /// One that names a step.
    case step
    /// One that has to be completed after its last sign.
    case beginning
  }

  /// The whole tag.
  package var text: String
  /// How complete it is.
  package var kind: Kind
  /// A few words that say what it does.
  package var detail: String
  /// Sentences, with code in backquotes.
  package var documentation: String
  /// The parts that the person has to fill in, after `text`, divided by colons.
  package var parts: [String] = []
}

extension TagCompletion {
  /// What a tag of a cell may become where `typed` stands already, the likeliest first. The client picks those that go on
  /// from there.
  package static func completions(
    of typed: String, tag index: TagIndex, in cell: CellIndex, _ analysis: NotebookAnalysis
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
  let cell: CellIndex
  let index: TagIndex

  /// The cell's other tags.
  private var others: [ParsedTag] {
    analysis.tags[cell].entries.indexed.compactMap { $0 == index ? nil : $1.parsed }
  }

  var completions: [TagCompletion] {
    let isStep = others.contains { tag in
      if case .step = tag.meaning { return true }
      return false
    }
    // A cell with a step has no use for another role, one without has none for anything else.
    let found = isStep ? previous + configuration + roles : steps + roles + previous + configuration
    let taken = Set(
      analysis.tags[cell].entries.indexed.filter { $0.0 != index }.compactMap(\.1.text))
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
        text: "step:\(proposal)", kind: .step, detail: "new step",
        documentation: "Starts a new step. Untagged cells below join it.")
    ]
      + known.reversed().map { unit in
        let name = analysis.outline.units[unit].name
        return TagCompletion(
          text: "step:\(name)", kind: .step, detail: "continues step \(name)",
          documentation:
            "Adds the cell's code to step `\(name)`. Other tags of the cell have no effect: only the tags of the step's "
            + "first cell count.")
      } + [
        TagCompletion(
          text: "step:", kind: .beginning, detail: "step",
          documentation: "Starts a step with this name.",
          parts: ["NAME"])
      ]
  }

  private var roles: [TagCompletion] {
    let special: [CellRole] = [.imports, .functions, .pipelineParameters, .pipelineMetrics, .skip]
    let notebook = RoleText.text(of: .notebook)
    return special.map { role in
      let text = RoleText.text(of: role)
      return TagCompletion(
        text: role.rawValue, kind: .tag, detail: text.detail, documentation: text.documentation)
    } + [
      TagCompletion(
        text: "notebook:", kind: .beginning, detail: notebook.detail, documentation: notebook.documentation,
        parts: ["NAME"])
    ]
  }

  // MARK: Previous steps

  private var previous: [TagCompletion] {
    let own = ownName
    return unitsAbove.reversed().map { analysis.outline.units[$0].name }.filter { $0 != own }.map { name in
      TagCompletion(
        text: "prev:\(name)", kind: .step, detail: "runs after step \(name)",
        documentation: "The step runs after `\(name)` and can use the variables that it defines.")
    } + [
      TagCompletion(
        text: "prev:", kind: .beginning, detail: "runs after a step",
        documentation: "The step runs after the step with this name, which must be defined above.",
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
    StepSetting.all.flatMap { setting -> [TagCompletion] in
      switch setting.content {
      case .resource(let name): [limit(name, setting.detail, setting.documentation)]
      case .acceleratorCount:
        StepSetting.accelerators.map { limit($0.value, "\($0.label) GPUs", setting.documentation) }
      case .acceleratorKind, .image, .cache, .report, .labels, .annotations, .secrets: []
      }
    } + [
      TagCompletion(
        text: "limit:", kind: .beginning, detail: "container resource",
        documentation: "`limit:RESOURCE:VALUE` limits a resource of the step's container.",
        parts: ["RESOURCE", "QUANTITY"])
    ]
  }

  private func limit(_ resource: String, _ detail: String, _ documentation: String) -> TagCompletion {
    TagCompletion(
      text: "limit:\(resource):", kind: .beginning, detail: detail, documentation: documentation,
      parts: ["QUANTITY"])
  }

  private var switches: [TagCompletion] {
    [
      (
        "cache:enabled", "caches results",
        "Reuses earlier results while the step's code and inputs are unchanged."
      ),
      (
        "cache:disabled", "runs every time",
        "Runs the step every time, even if its code and inputs are unchanged."
      ),
      (
        "report:enabled", "HTML report",
        "Writes an HTML report with the output of the step's cells."
      ),
      ("report:disabled", "no HTML report", "Does not write an HTML report."),
    ].map { TagCompletion(text: $0.0, kind: .tag, detail: $0.1, documentation: $0.2) }
  }

  /// Images that the notebook names already.
  private var images: [TagCompletion] {
    analysis.namedImages.map { image in
      TagCompletion(
        text: "image:\(image)", kind: .tag, detail: "container image",
        documentation: "Runs the step in the container image `\(image)`.")
    }
  }

  private var rest: [TagCompletion] {
    StepSetting.all.compactMap { setting in
      let parts: [String]
      switch setting.content {
      case .image: parts = ["REFERENCE"]
      case .secrets: parts = ["NAME", "KEY", "VARIABLE"]
      case .labels, .annotations: parts = ["KEY", "VALUE"]
      case .resource, .acceleratorCount, .acceleratorKind, .cache, .report: return nil
      }
      return TagCompletion(
        text: "\(setting.prefix.rawValue):", kind: .beginning, detail: setting.detail,
        documentation: setting.documentation, parts: parts)
    }
  }

  /// Whether a tag is written the same in every text: without quotes, spaces and the like.
  private static func isPlain(_ tag: String) -> Bool {
    tag.utf8.allSatisfy { $0.isLetterOrDigit || "_-./:@".utf8.contains($0) }
  }
}
