import KaleAnalysis
import NotebookModel

/// A setting of the process that one step makes and another needs.
enum LostProcessState: InquiringRule {
  static let description = RuleDescription(
    code: "KALE234", name: "lost-process-state", severity: .warning, fix: .suggested,
    summary:
      "A step seeds a generator, sets an option or registers something, which has no effect on a later step.",
    rationale: """
      Seeds, options, environment variables, the working directory and attributes of modules belong to the process. In \
      the notebook, all cells run in one process, and the runtime `exact` passes this state on to the steps that run \
      later.

      With Kale's runtime, each step is a new process that runs only the imports and functions cells and the step's \
      own code. Random numbers differ, tables print differently, and environment variables are missing. If an imports \
      or functions cell seeds a generator, every step starts again with the same numbers, while in the notebook they \
      continue. Seeding a generator again in a later step makes its numbers reproducible there, but different from those \
      of the notebook, so `--unsafe-fixes` leaves this to you.

      Some settings are reported only if a later step depends on them:

      - error handling of NumPy: if the step catches the errors or warnings
      - logging: if the step logs
      - `rcParams`: if the step reads them or the size of a figure
      - the recursion limit: if the step calls a recursive function
      - the current figure of pyplot: if the step saves or labels it, and `matplotlib.use` keeps figures open
      - the cache of a function: if the step calls `cache_info()`.

      Neither runtime passes on error handlers of codecs, types of files and signal handlers that code registers. \
      Register it in each step that needs it, or in an imports cell.
      """,
    whyNoFix: """
      Code that is in a block or spans several lines cannot be moved by itself, a relative path means another folder \
      elsewhere, and a figure or a cache results from work and not from a setting. If an imports or functions cell seeds \
      the generator, only you know which seed a step should have.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["imports"]
        import random
        # %% tags=["step:setup"]
        «random.seed»(7)
        # %% tags=["step:sample", "prev:setup"]
        rows = [random.random() for _ in range(3)]
        """,
        """
        # %% tags=["imports"]
        import os
        # %% tags=["step:setup"]
        «os.environ["STAGE"]» = "test"
        # %% tags=["step:report", "prev:setup"]
        print(os.environ["STAGE"])
        """,
        """
        # %% tags=["imports"]
        import pandas as pd
        # %% tags=["step:setup"]
        «pd.set_option»("display.precision", 2)
        # %% tags=["step:report", "prev:setup"]
        table = pd.DataFrame({"share": [1 / 3]})
        print(table)
        """,
        """
        # %% tags=["imports"]
        import numpy as np
        np.random.seed(0)
        # %% tags=["step:first"]
        one = «np.random.rand»()
        # %% tags=["step:second", "prev:first"]
        two = np.random.rand()
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["imports"]
        import random
        # %% tags=["step:setup"]
        random.seed(7)
        rows = [random.random() for _ in range(3)]
        # %% tags=["step:report", "prev:setup"]
        print(rows)
        """,
        """
        # %% tags=["imports"]
        import random
        # %% tags=["step:first"]
        one = random.random()
        # %% tags=["step:second", "prev:first"]
        two = random.random()
        """,
        """
        # %% tags=["imports"]
        import warnings
        import matplotlib.pyplot as plt
        # %% tags=["step:setup"]
        warnings.filterwarnings("ignore")
        plt.style.use("ggplot")
        # %% tags=["step:report", "prev:setup"]
        plt.plot([1, 2])
        """,
      ],
      fixes: [
        (
          before: """
          # %% tags=["imports"]
          import random
          # %% tags=["step:setup"]
          random.seed(7)
          # %% tags=["step:sample", "prev:setup"]
          rows = [random.random() for _ in range(3)]
          """,
          after: """
          # %% tags=["imports"]
          import random
          # %% tags=["step:setup"]
          random.seed(7)
          # %% tags=["step:sample", "prev:setup"]
          random.seed(7)
          rows = [random.random() for _ in range(3)]
          """
        ),
        (
          before: """
          # %% tags=["imports"]
          import os
          # %% tags=["step:setup"]
          os.environ["STAGE"] = "test"
          stage = 1
          # %% tags=["step:report", "prev:setup"]
          print(os.environ["STAGE"])
          """,
          after: """
          # %% tags=["imports"]
          import os
          os.environ["STAGE"] = "test"
          # %% tags=["step:setup"]
          stage = 1
          # %% tags=["step:report", "prev:setup"]
          print(os.environ["STAGE"])
          """
        ),
      ]))

  static func check(_ analysis: NotebookAnalysis, asking queries: RuleQueries) -> [Finding] {
    guard analysis.graph.isAcyclic, !analysis.cells(with: .processState).isEmpty else { return [] }
    var order = RunOrder.compiled(analysis, by: .exact)
    var findings: [Finding] = []
    // What only Kale's runtime loses of a step's settings, in the order in which the steps make them.
    var lostByKale: [[LostSetting]] = []
    var places: [UnitIndex: Int] = [:]
    for lost in LostSettingSearch(analysis).found {
      let isOrdered = order.runs(lost.reader, after: lost.setter) == true
      let isKaleOnly = queries.runtime == .exact && isOrdered && lost.item.isPassedByExactRuntime
      if !isKaleOnly || lost.isSeededAnew {
        findings.append(finding(lost, isKaleOnly: isKaleOnly, analysis))
      } else if let place = places[lost.setter] {
        lostByKale[place].append(lost)
      } else {
        places[lost.setter] = lostByKale.count
        lostByKale.append([lost])
      }
    }
    return findings
      + lostByKale.map { lost in
        lost.count == 1
          ? finding(lost[0], isKaleOnly: true, analysis) : finding(ofSettingsLostByKale: lost, analysis)
      }
  }

  /// Several settings of one step have one cause.
  private static func finding(
    ofSettingsLostByKale lost: [LostSetting], _ analysis: NotebookAnalysis
  ) -> Finding {
    let lost = lost.sorted {
      ($0.place.cell, $0.place.range.lowerBound) < ($1.place.cell, $1.place.range.lowerBound)
    }
    let moves = lost.map { SettingMoves($0, analysis) }
    let places = Set(moves.map(\.place))
    let readers = Set(lost.flatMap { $0.readers.map(\.unit) })
    let reader = readers.count == 1 ? "step `\(analysis.stepName(lost[0].reader))`" : "later steps"
    let place = places.count == 1 ? moves[0].place : "each step that needs it"
    return Finding(
      description, kale: .accepted, isHandled: true, at: lost[0].place.place,
      "Step `\(analysis.stepName(lost[0].setter))` \(sentence(of: lost)), but with Kale's runtime, this has no effect in "
        + "\(reader). For Kale, do it in \(place).",
      related: lost.flatMap(\.uses), fixes: moves.flatMap(\.fixes))
  }

  /// A verb, and how a step does what it says: "seeds … by calling `set_seed`".
  private struct Verb: Hashable {
    let word: String
    let way: String
  }

  /// What a step sets, as a predicate that says each verb once: "sets `a` and `b`, and changes the working directory".
  private static func sentence(of lost: [LostSetting]) -> String {
    var verbs: [Verb] = []
    var objects: [Verb: [String]] = [:]
    for setting in lost {
      let word = String(setting.change.prefix { $0 != " " })
      let verb = Verb(word: word, way: setting.way)
      let object = String(setting.change.dropFirst(word.count + 1))
      if objects[verb] == nil { verbs.append(verb) }
      if objects[verb]?.contains(object) != true { objects[verb, default: []].append(object) }
    }
    let predicates = verbs.map { "\($0.word) \((objects[$0] ?? []).inWords)\($0.way)" }
    guard let last = predicates.last, predicates.count > 1 else { return predicates.first ?? "" }
    return predicates.dropLast().joined(separator: ", ") + ", and " + last
  }

  private static func finding(
    _ lost: LostSetting, isKaleOnly: Bool, _ analysis: NotebookAnalysis
  ) -> Finding {
    let runtime = isKaleOnly ? "with Kale's runtime, " : ""
    let (step, reader) = (analysis.stepName(lost.setter), analysis.stepName(lost.reader))
    let readers = lost.readers.map { analysis.stepName($0.unit) }
    let moves = SettingMoves(lost, analysis)
    let message: String
    if lost.isSeededAnew, case .generator(let generator) = lost.item {
      message =
        "\(isKaleOnly ? "With Kale's runtime, steps" : "Steps") `\(step)` and `\(reader)` draw the same numbers from "
        + "\(generator.library). Shared cells seed it in every step: use another seed in step `\(reader)`."
    } else {
      message =
        "Step `\(step)` \(lost.setting), but \(runtime)this has no effect in "
        + "step\(readers.count == 1 ? "" : "s") \(readers.enumeration). "
        + "\(isKaleOnly ? "For Kale, do" : "Do") it in \(moves.place)."
    }
    return Finding(
      description, kale: .accepted, isHandled: isKaleOnly, at: lost.place.place, message,
      related: lost.uses, fixes: moves.fixes)
  }
}

extension StateItem {
  /// Whether the exact runtime passes the item from step to step.
  fileprivate var isPassedByExactRuntime: Bool {
    if case .options(let group) = self { group.isPassedByExactRuntime } else { true }
  }
}

extension LostSetting {
  /// What the step does to set the item, as a predicate with code in backticks.
  var setting: String { change + way }

  /// The places that depend on it.
  fileprivate var uses: [Finding.Related] {
    readers.prefix(Self.mostRelated).map { .init($0.place.place, "This depends on it.") }
  }

  private static let mostRelated = 8

  /// The predicate without the function that does it.
  fileprivate var change: String {
    guard case .generator(let generator) = item else { return item.change }
    return "seeds \(([generator.library] + generators.map(\.library)).inWords)"
  }

  /// The function of the notebook that does it, as the end of the predicate; empty where the step does it itself.
  fileprivate var way: String {
    guard case .generator = item, let callee = place.callee else { return "" }
    return " by calling `\(callee)`"
  }
}
