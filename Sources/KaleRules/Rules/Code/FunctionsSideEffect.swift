import KaleAnalysis
import NotebookModel

/// A functions cell that runs code.
enum FunctionsSideEffect: NotebookRule {
  static let description = RuleDescription(
    code: "KALE225", name: "functions-side-effect", severity: .warning, fix: .suggested,
    summary: "A functions cell does more than define functions.",
    rationale: """
      The code of functions cells runs at the start of every step, after the imports. A call outside of the \
      definitions runs once per step, even under `if __name__ == "__main__"`, which is true in a step as in a \
      notebook. A file that it writes from the start loses what a step has added to it. Settings that every step needs are \
      harmless. An untagged cell below a functions cell is part of it.

      In Kale's pipeline, each step has an identifier or temporary folder of its own where the cell creates one. The same \
      goes for an identifier or a time that is the default of an argument or the attribute of a class. The runtime `exact` \
      passes on the one of the first step, and then the finding names Kale.
      """,
    whyNoFix: """
      A value that several independent steps use needs a step of its own, which they run after. A block of statements, \
      or a call whose result no step uses, may belong to any step.
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
      ],
      fixes: [
        (
          before: """
          # %% tags=["functions"]
          def load(): return 1
          data = load()
          # %% tags=["step:train"]
          model = data
          # %% tags=["step:test", "prev:train"]
          print(model)
          """,
          after: """
          # %% tags=["functions"]
          def load(): return 1
          # %% tags=["step:train"]
          data = load()
          model = data
          # %% tags=["step:test", "prev:train"]
          print(model)
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    SideEffect.findings(in: .functions, description, analysis)
  }
}
