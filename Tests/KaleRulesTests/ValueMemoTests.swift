import KaleTestSupport
import Testing

@testable import KaleAnalysis

/// What one question has found out holds for the next.
@Suite struct ValueMemoTests {
  private static let head = """
    # %% tags=["imports"]
    import numpy as np
    import pandas as pd
    # %% tags=["functions"]
    class Trial:
      def __init__(self, name, score):
        self.name = name
        self.score = score
      def better(self, other):
        return self if self.score > other.score else other
    def both(one, other):
      return [one, other]
    # %% tags=["step:s0"]
    a0 = pd.DataFrame({"x": [1.0]})
    b0 = [Trial("none", 0.0)]
    """

  /// Steps one after the other, each of which makes `a` and `b` of those of the step before.
  private static func notebook(_ step: String) -> String {
    (1..<10).reduce(head) { text, index in
      let code = step.replacing("#", with: "\(index)").replacing("<", with: "\(index - 1)")
      return text + "\n# %% tags=[\"step:s\(index)\", \"prev:s\(index - 1)\"]\n" + code
    }
  }

  private static func answer(to name: String, of unit: UnitIndex, in analysis: NotebookAnalysis) -> String {
    var reader = ValueReader(analysis)
    let value = reader.value(of: name, atEndOf: unit)
    let crossings = Set(reader.crossings.map { "\($0.name) of \($0.producer)" }).sorted()
    let fault = String(describing: reader.passingFault(of: value))
    // Values have dictionaries, which are described in any order.
    return String("\(value), \(reader.isDoubtful), \(crossings), \(fault)".sorted())
  }

  @Test(arguments: [
    "a# = a<.dropna()\nb# = b< + [Trial(\"#\", a#[\"x\"].mean())]",
    "a# = both(a<, b<)\nb# = both(b<, a<)",
    "a# = a<.merge(a<)\na#[\"x\"] = b<\nb# = list(b<)\nb#.append(Trial(b<, a<))",
    "a# = a<\nif a<:\n  a# = np.array([Trial(1, 2), None])\nb# = [a#, a#, b<, b<]",
    "a# = b<[0].better(b<[1])\nb# = [a#, a<.better(a<)]",
    "a# = {\"a\": a<, \"b\": b<}\nb# = a#[\"a\"], a#[\"b\"], [x for x in b<]",
    "a# = (a<, a<, a<, a<, a<, a<, a<)\nb# = (b<, b<, b<, b<, a#, a#)",
  ])
  func answersAreAsIfNothingHadBeenAskedBefore(step: String) {
    let text = Self.notebook(step)
    let questions = analysis(of: text).outline.units.indices.flatMap { unit in
      ["a", "b"].map { (name: "\($0)\(unit.position)", unit: unit) }
    }
    let expected = questions.map { Self.answer(to: $0.name, of: $0.unit, in: analysis(of: text)) }
    for order in [Array(questions.indices), questions.indices.reversed()] {
      let asked = analysis(of: text)
      for index in order + order {
        let answer = Self.answer(to: questions[index].name, of: questions[index].unit, in: asked)
        #expect(answer == expected[index], "\(questions[index].name)")
      }
    }
  }
}
