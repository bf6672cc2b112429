import JSONSyntax
import KaleTestSupport
import Testing

/// `kale/proposal`, `kale.applyProposal`
@Suite struct ProposalRequestTests {
  static let notebook = """
    # %%
    import json
    # %% [markdown]
    ## Load
    # %%
    houses = ["é😀"]
    # %% [markdown]
    ## Report
    # %%
    print("é😀", json.dumps(houses))
    """

  @Test func eachCodeCellGetsARole() {
    onEveryShape(of: Self.notebook, sourceLocation: #_sourceLocation) { editor in
      let proposal = editor.request("kale/proposal", ["uri": .string(editor.uri)])
      #expect(proposal?["cells"]?.elements.count == 3, "\(editor.name)")
      // A virtual document has no headings.
      guard editor.shape.isEditable else { return }
      #expect(proposal?["pipelineName"] == "example", "\(editor.name)")
      #expect(
        proposal?["cells"]?.elements.map { $0["role"] } == ["imports", "step", "step"], "\(editor.name)")
      #expect(proposal?["cells"]?.elements.map { $0["step"] } == [nil, "load", "report"], "\(editor.name)")
      #expect(proposal?["cells"]?.elements.last?["previous"] == ["load"], "\(editor.name)")
      #expect(
        proposal?["edges"] == [["from": "load", "to": "report", "names": ["houses"]]], "\(editor.name)")
      #expect(proposal?["mermaid"]?.asString?.hasPrefix("flowchart TD") == true, "\(editor.name)")
      #expect(proposal?["problems"] == [], "\(editor.name)")
      #expect(editor.texts == editor.rendered.texts, "\(editor.name)")
    }
  }

  @Test func theProposalFollowsWhatIsChosen() {
    onEveryShape(of: Self.notebook, sourceLocation: #_sourceLocation) { editor in
      guard editor.shape.isEditable else { return }
      let proposal = editor.request(
        "kale/proposal",
        [
          "uri": .string(editor.uri), "pipelineName": "mine",
          "cells": [["cell": 2, "role": "step", "step": "read"], ["cell": 4, "role": "none"]],
        ])
      #expect(proposal?["pipelineName"] == "mine", "\(editor.name)")
      #expect(proposal?["cells"]?.elements.map { $0["step"] } == [nil, "read", "read"], "\(editor.name)")
    }
  }

  @Test func theProposalIsAppliedAtOnce() {
    assertCommand(
      "kale.applyProposal", ["cells": [["cell": 4, "role": "step", "step": "show"]]], on: Self.notebook,
      answers: ["applied": true],
      becomes: """
        # %% tags=["imports"]
        import json
        # %% [markdown]
        ## Load
        # %% tags=["step:load"]
        houses = ["é😀"]
        # %% [markdown]
        ## Report
        # %% tags=["step:show", "prev:load"]
        print("é😀", json.dumps(houses))
        """)
  }

  @Test func anImpossibleNameIsNotWritten() {
    onEveryShape(of: Self.notebook, sourceLocation: #_sourceLocation) { editor in
      guard editor.shape.isEditable else { return }
      let answer = editor.execute(
        "kale.applyProposal",
        ["uri": .string(editor.uri), "cells": [["cell": 2, "role": "step", "step": "Not a name"]]])
      guard case .failure(let error)? = answer else {
        Issue.record("\(editor.name) applied it")
        return
      }
      #expect(error.data?["problems"]?.elements.first?["field"] == "cell 3", "\(editor.name)")
      #expect(editor.texts == editor.rendered.texts, "\(editor.name)")
    }
  }
}
