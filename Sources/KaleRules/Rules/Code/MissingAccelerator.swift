import KaleAnalysis
import NotebookModel
import PythonSyntax

/// A step that needs a GPU, and whose container has none.
enum MissingAccelerator: NotebookRule {
  static let description = RuleDescription(
    code: "KALE335", name: "missing-accelerator", severity: .warning, fix: .suggested,
    summary: "A step needs a GPU, and has no limit for one.",
    rationale: """
      A container sees a GPU only if it asks for one with a limit: `limit:nvidia.com/gpu:1`. Without it, `model.cuda()` and \
      `model.to("cuda")` fail in the step, although they work on a computer with a GPU.

      The rule reports nothing if the notebook asks for a GPU before it uses one, for example with \
      `torch.cuda.is_available()`.
      """,
    whyNoFix:
      "Code of imports and functions cells runs in every step: which of them needs a GPU is for you to say.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["imports"]
        import torch
        # %% tags=["step:train"]
        model = torch.nn.Linear(2, 1)
        «model.cuda()»
        """
      ],
      nonTriggering: [
        """
        # %% tags=["imports"]
        import torch
        # %% tags=["step:train", "limit:nvidia.com/gpu:1"]
        model = torch.nn.Linear(2, 1).to("cuda")
        """,
        """
        # %% tags=["imports"]
        import torch
        device = "cuda" if torch.cuda.is_available() else "cpu"
        # %% tags=["step:train"]
        model = torch.nn.Linear(2, 1).to(device)
        """,
      ],
      fixes: [
        (
          before: """
          # %% tags=["imports"]
          import torch
          # %% tags=["step:train"]
          rows = torch.zeros(2, device="cuda")
          """,
          after: """
          # %% tags=["imports"]
          import torch
          # %% tags=["step:train", "limit:nvidia.com/gpu:1"]
          rows = torch.zeros(2, device="cuda")
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    guard usesLibrary(analysis) else { return [] }
    let limits = analysis.configuration.configuration.stepsDefaults.limits
    if limits.contains(where: \.isAccelerator) { return [] }
    let cells = analysis.pipelineCells
    let names = cells.reduce(into: Set<String>()) { $0.formUnion(analysis.facts[$1].attributeNames) }
    guard questions.isDisjoint(with: names) else { return [] }
    let uses = cells.map { analysis.facts[$0].acceleratorUses }
    // A variable that may be another device says nothing.
    let devices = Set(uses.flatMap(\.devices)).subtracting(uses.flatMap(\.otherNames))
    return shared(analysis, devices)
      + analysis.outline.units.indices.compactMap { own($0, devices, analysis) }
  }

  /// Whether the notebook imports a library that computes on a GPU.
  private static func usesLibrary(_ analysis: NotebookAnalysis) -> Bool {
    analysis.cells(with: .imports).contains { cell in
      analysis.facts[cell].facts.imports.contains { fact in
        fact.importedPaths.contains { libraries.contains(String($0.firstPart)) }
      }
    }
  }

  private static let libraries: Set<String> = [
    "lightning", "pytorch_lightning", "torch", "torchvision", "transformers",
  ]

  /// Functions that ask whether there is a GPU.
  private static let questions: Set<String> = ["device_count", "get_device_name", "is_available"]

  /// The finding about a step's own code.
  private static func own(_ unit: UnitIndex, _ devices: Set<String>, _ analysis: NotebookAnalysis) -> Finding?
  {
    guard !hasLimit(unit, analysis),
      let (cell, range) = use(in: analysis.outline.units[unit].cells, devices, analysis)
    else {
      return nil
    }
    let tag = "limit:nvidia.com/gpu:1"
    let step = analysis.stepName(unit)
    return Finding(
      description, kale: .accepted, at: .source(cell: cell, range: range),
      "Step `\(step)` needs a GPU, and its container has none. Add the tag `\(tag)`.",
      fixes: [
        Fix(
          "Add `\(tag)` to step `\(step)`", [.addTag(cell: analysis.outline.units[unit].definition, tag: tag)]
        )
      ])
  }

  /// The finding about imports and functions cells, if no step has a GPU.
  private static func shared(_ analysis: NotebookAnalysis, _ devices: Set<String>) -> [Finding] {
    guard !analysis.outline.units.indices.contains(where: { hasLimit($0, analysis) }),
      let (cell, range) = use(in: analysis.sharedCells, devices, analysis)
    else { return [] }
    return [
      Finding(
        description, kale: .accepted, at: .source(cell: cell, range: range),
        "This code needs a GPU, and the container of no step has one. Add the tag `limit:nvidia.com/gpu:1` to the steps that "
          + "use it.")
    ]
  }

  private static func hasLimit(_ unit: UnitIndex, _ analysis: NotebookAnalysis) -> Bool {
    analysis.tags[analysis.outline.units[unit].definition].configuration.limits.contains(
      where: \.isAccelerator)
  }

  /// The first place that moves something to a GPU.
  private static func use(
    in cells: [CellIndex], _ devices: Set<String>, _ analysis: NotebookAnalysis
  ) -> (CellIndex, Range<Int>)? {
    cells.lazy.compactMap { cell in
      let uses = analysis.facts[cell].acceleratorUses
      let ranges = uses.moves + uses.movesByName.filter { devices.contains($0.name) }.map(\.range)
      return ranges.min { $0.lowerBound < $1.lowerBound }.map { (cell, $0) }
    }.first
  }
}
