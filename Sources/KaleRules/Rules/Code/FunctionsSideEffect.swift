import KaleAnalysis
import NotebookModel

/// A functions cell that runs code.
enum FunctionsSideEffect: NotebookRule {
  static let description = RuleDescription(
    code: "KALE225", name: "functions-side-effect", severity: .warning,
    summary: "A functions cell does more than define functions.",
    rationale: """
      The code of functions cells runs at the start of every step, after the imports. A call outside of the \
      definitions runs once per step, even under `if __name__ == "__main__"`, which is true in a step as in a \
      notebook. Settings that every step needs are harmless.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["functions"]
        def load(): return 1
        «data = load()»
        «if __name__ == "__main__":
            load()»
        «load()»
        # %% tags=["step:train"]
        model = 1
        # %% tags=["step:test", "prev:train"]
        print(model)
        """
      ],
      nonTriggering: [
        """
        # %% tags=["functions"]
        import functools
        from dataclasses import dataclass
        RATE = 0.1
        @functools.lru_cache(maxsize=None)
        def load(): return open("data").read()
        @dataclass
        class Options:
            rate: float = RATE
        half = lambda value: value / 2
        # %% tags=["step:train"]
        model = 1
        # %% tags=["step:test", "prev:train"]
        print(model)
        """,
        """
        # %% tags=["functions"]
        def load(): return 1
        data = load()
        # %% tags=["step:train"]
        print(data)
        """,
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    SideEffect.find(in: .functions, analysis).map { cell, effect in
      Finding(
        description, severity: effect.severity, kale: .accepted, at: .source(cell: cell, range: effect.range),
        "\(effect.subject) in every step because this is a functions cell. Move it to the step that needs "
          + "it.")
    }
  }
}
