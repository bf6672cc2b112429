import KaleAnalysis
import NotebookModel

/// A class or lambda that reads names of steps.
enum UnseenFreeName: Rule {
  static let description = RuleDescription(
    code: "KALE213", name: "unseen-free-name", severity: .warning,
    summary:
      "Kale does not pass on what a class, a lambda, a coroutine function or a function from further off reads.",
    rationale: """
      When a step takes a function, Kale passes the names that the function reads along with it. It does not look into \
      classes, lambdas and `async` functions, and it forgets what a function reads when a step passes the function on \
      that neither defines nor calls it: where they are used in a later step of Kale's pipeline, the names are \
      undefined. `kale-lsp compile` passes them on.

      It is an error where the later step surely runs code that reads such a name, so that the run of Kale's pipeline \
      fails with a NameError.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        scale = 3
        # %% tags=["step:define", "prev:load"]
        class «Model»:
          def predict(self, value):
            return value * scale
        # %% tags=["step:use", "prev:define"]
        print(Model().predict(2))
        """,
        """
        # %% tags=["step:load"]
        scale = 3
        # %% tags=["step:define", "prev:load"]
        «scaled» = lambda value: value * scale
        # %% tags=["step:use", "prev:define"]
        print(scaled(2))
        """,
        """
        # %% tags=["step:define"]
        scale = 3
        def «scaled»(value):
          return value * scale
        # %% tags=["step:apply", "prev:define"]
        values = list(map(scaled, [1, 2]))
        # %% tags=["step:use", "prev:apply"]
        print(scaled(2))
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        scale = 3
        # %% tags=["step:define", "prev:load"]
        def scaled(value):
          return value * scale
        # %% tags=["step:use", "prev:define"]
        print(scaled(2))
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    var seen: Set<NotebookPlace> = []
    return analysis.deviations(.unseenFreeName).compactMap { deviation in
      guard let (reader, place) = reader(of: deviation, analysis), seen.insert(place).inserted else {
        return nil
      }
      let call = analysis.certainCall(of: reader, reading: deviation.name, in: deviation.unit)
      return Finding(
        description, severity: call == nil ? .warning : .error, kale: .accepted, isHandled: true, at: place,
        "`kale-lsp compile` passes `\(deviation.name)`, which `\(reader)` reads, to step "
          + "`\(analysis.stepName(deviation.unit))`, where in Kale's pipeline using `\(reader)` fails with a NameError. For "
          + "Kale, pass `\(deviation.name)` as an argument.",
        related: call.map { [.init($0, "It is used here.")] } ?? [])
    }
  }

  /// The name a unit takes from another step that needs the name of the deviation, and where it is made.
  private static func reader(
    of deviation: FlowDeviation, _ analysis: NotebookAnalysis
  ) -> (String, NotebookPlace)? {
    for name in analysis.flow.flows[deviation.unit].inputs.sorted() {
      guard let provider = analysis.flow.provider(of: name, for: deviation.unit) else { continue }
      let maker = analysis.flow.maker(of: name, handedOnBy: provider)
      let code = (
        ours: analysis.units[maker].run.definitions[name], kales: analysis.units[maker].kale.definitions[name]
      )
      let isSeen = provider == maker && (code.kales?.contains(deviation.name) ?? false)
      guard code.ours?.contains(deviation.name) ?? false, !isSeen,
        let place = analysis.binding(of: name, in: maker)
      else { continue }
      return (name, place)
    }
    return nil
  }
}

extension NotebookAnalysis {
  /// Where a unit surely runs code that reads a name because it calls what another step made; nil where it may not.
  fileprivate func certainCall(of reader: String, reading name: String, in unit: Int) -> NotebookPlace? {
    if let read = CallSearch(self).reads(by: unit).first(where: { $0.name == name }) { return read.call }
    // Calling a class makes an object; what its methods read may never be read.
    guard let provider = flow.provider(of: reader, for: unit), !holdsObjects(reader, in: provider) else {
      return nil
    }
    for cell in outline.units[unit].cells {
      let facts = facts[cell].facts
      if let call = facts.certainCalls.first(where: { $0.name == reader }) {
        return .source(cell: cell, range: call.range)
      }
      if facts.mayEndEarly { return nil }
    }
    return nil
  }

  /// Whether a name stands for a class, or for something that holds a class or an object of it.
  private func holdsObjects(_ name: String, in provider: Int) -> Bool {
    let maker = flow.maker(of: name, handedOnBy: provider)
    let cells = outline.units[maker].cells.map { facts[$0].facts }
    let classes = Set(cells.flatMap { $0.definitions.filter { $0.kind == .class }.map(\.name) })
    guard !classes.contains(name) else { return true }
    return cells.contains { cell in
      cell.holdings[name].map { !$0.names.union($0.makers).isDisjoint(with: classes) } ?? false
    }
  }
}
