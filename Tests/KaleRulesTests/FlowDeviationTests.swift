import KaleTestSupport
import KaleAnalysis
import KaleRules
import Testing

/// Where the data flow of the run is not Kale's, and where it is in spite of all.
@Suite struct FlowDeviationTests {
  /// A notebook, what its last step takes from where in the run and in Kale's pipeline, and why.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    let ours: [String]
    let kales: [String]
    let kinds: Set<FlowDeviation.Kind>
  }

  static let cases = [
    Case(
      testDescription: "nothing special",
      text: """
        # %% tags=["step:a"]
        x = 1
        # %% tags=["step:b", "prev:a"]
        print(x)
        """,
      ours: ["x from a"], kales: ["x from a"], kinds: []),
    Case(
      testDescription: "a variable of a comprehension hides the step that has the name",
      text: """
        # %% tags=["step:a"]
        x = 1
        # %% tags=["step:b", "prev:a"]
        y = [x for x in range(3)]
        # %% tags=["step:c", "prev:b"]
        print(x)
        """,
      ours: ["x from a"], kales: ["x from b"], kinds: [.lostProvider]),
    Case(
      testDescription: "a deleted name that nobody else has",
      text: """
        # %% tags=["step:a"]
        x = 1
        del x
        # %% tags=["step:b", "prev:a"]
        print(x)
        """,
      ours: ["x from a"], kales: ["x from a"], kinds: []),
    Case(
      testDescription: "the last of two parallel steps",
      text: """
        # %% tags=["step:a"]
        x = 1
        # %% tags=["step:b"]
        x = 2
        # %% tags=["step:c", "prev:a", "prev:b"]
        print(x)
        """,
      ours: ["x from b"], kales: ["x from a"], kinds: [.conflictingMakers]),
    Case(
      testDescription: "a shorter way around a step that makes the name anew",
      text: """
        # %% tags=["step:a"]
        x = 1
        # %% tags=["step:b", "prev:a"]
        x = 2
        # %% tags=["step:c", "prev:a", "prev:b"]
        print(x)
        """,
      ours: ["x from b"], kales: ["x from a"], kinds: [.conflictingMakers]),
    Case(
      testDescription: "the same value by two ways",
      text: """
        # %% tags=["step:a"]
        x = 1
        # %% tags=["step:b", "prev:a"]
        print(x)
        # %% tags=["step:c", "prev:a"]
        print(x)
        # %% tags=["step:d", "prev:b", "prev:c"]
        print(x)
        """,
      ours: ["x from b"], kales: ["x from b"], kinds: []),
    Case(
      testDescription: "a parameter that a step assigns to",
      text: """
        # %% tags=["pipeline-parameters"]
        rate = 1
        # %% tags=["step:a"]
        rate = 2
        # %% tags=["step:b", "prev:a"]
        print(rate)
        """,
      ours: ["rate from a"], kales: [], kinds: [.assignedParameter]),
    Case(
      testDescription: "a star import",
      text: """
        # %% tags=["step:a"]
        x = 1
        # %% tags=["step:b", "prev:a"]
        from math import *
        print(x, pi)
        """,
      ours: ["x from a"], kales: [], kinds: [.starImport]),
    Case(
      testDescription: "a pattern",
      text: """
        # %% tags=["step:a"]
        match 1:
          case x: pass
        # %% tags=["step:b", "prev:a"]
        print(x)
        """,
      ours: ["x from a"], kales: [], kinds: [.unseenBinding]),
    Case(
      testDescription: "a branch",
      text: """
        # %% tags=["step:a"]
        x = 1
        # %% tags=["step:b", "prev:a"]
        if __debug__: x = 2
        # %% tags=["step:c", "prev:b"]
        print(x)
        """,
      ours: ["x from b"], kales: ["x from b"], kinds: [.conditionalBinding]),
    Case(
      testDescription: "a class that reads a name",
      text: """
        # %% tags=["step:a"]
        x = 1
        # %% tags=["step:b", "prev:a"]
        class C:
          def read(self): return x
        # %% tags=["step:c", "prev:b"]
        print(C().read())
        """,
      ours: ["C from b", "x from b"], kales: ["C from b"], kinds: [.unseenFreeName]),
    Case(
      testDescription: "a function that a step in between hands on and does not call",
      text: """
        # %% tags=["step:a"]
        x = 1
        def f(value): return value + x
        # %% tags=["step:b", "prev:a"]
        y = list(map(f, [1]))
        # %% tags=["step:c", "prev:b"]
        print(f(2))
        """,
      ours: ["f from b", "x from b"], kales: ["f from b"], kinds: [.unseenFreeName]),
    Case(
      testDescription: "a function that a step in between calls",
      text: """
        # %% tags=["step:a"]
        x = 1
        def f(value): return value + x
        # %% tags=["step:b", "prev:a"]
        y = f(1)
        # %% tags=["step:c", "prev:b"]
        print(f(2))
        """,
      ours: ["f from b", "x from b"], kales: ["f from b", "x from b"], kinds: []),
    Case(
      testDescription: "functions whose defaults are names",
      text: """
        # %% tags=["step:a"]
        x = 1
        def f(value, x=x): return value + x
        fs = [f, lambda value, y=x: value + y]
        # %% tags=["step:b", "prev:a"]
        print([g(2) for g in fs])
        """,
      ours: ["fs from a"], kales: ["fs from a"], kinds: []),
    Case(
      testDescription: "a lambda whose default is a function that reads a name",
      text: """
        # %% tags=["step:a"]
        x = 1
        def f(value): return value + x
        fs = [lambda value, g=f: g(value)]
        # %% tags=["step:b", "prev:a"]
        print(fs[0](2))
        """,
      ours: ["fs from a", "x from a"], kales: ["fs from a"], kinds: [.unseenFreeName]),
    Case(
      testDescription: "a name that a step in between deletes, and that need not be there",
      text: """
        # %% tags=["step:a"]
        x = 1
        # %% tags=["step:b", "prev:a"]
        print(x)
        del x
        # %% tags=["step:c", "prev:b"]
        try: print(x)
        except NameError: print("gone")
        """,
      ours: [], kales: [], kinds: []),
  ]

  @Test(arguments: cases)
  func lastStepTakes(_ example: Case) throws {
    let analysis = analysis(of: example.text)
    func inputs(_ pipeline: Pipeline) throws -> [String] {
      try #require(pipeline.steps.last).inputs.map { "\($0.name) from \($0.provider)" }
    }
    #expect(try inputs(analysis.pipeline) == example.ours)
    #expect(try inputs(analysis.kalePipeline) == example.kales)
    #expect(Set(analysis.deviations.map(\.kind)) == example.kinds)
  }

  @Test func everyKindHasARuleOfItsName() {
    for kind in FlowDeviation.Kind.allCases { #expect(RuleCatalogue.rule(named: kind.rawValue) != nil) }
  }
}
