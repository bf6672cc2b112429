import KaleAnalysis
import KaleRules
import KaleTestSupport
import Testing

/// Steps that need a GPU, and whose containers have none.
@Suite struct MissingAcceleratorTests {
  private func findings(_ code: String, tags: String = "", imports: String = "import torch") -> [Finding] {
    let text =
      "# %% tags=[\"imports\"]\n\(imports)\n# %% tags=[\"step:load\"]\nx = 1\n"
      + "# %% tags=[\"step:train\", \"prev:load\"\(tags)]\n\(code)"
    return analysis(of: text).findings().filter { $0.rule.name == "missing-accelerator" }
  }

  @Test(arguments: [
    "model.cuda()", "model.to(\"cuda\")", "torch.zeros(2, device=\"cuda:0\")",
    "device = torch.device('cuda')\nmodel.to(device)", "gpu = 'cuda'\ntorch.zeros(2, device=gpu)",
    "x = torch.zeros(x).cuda().sum()\nx.cuda()",
  ])
  func aStepThatNeedsAGPU(code: String) throws {
    let found = findings(code)
    #expect(
      found.map(\.message) == [
        "Step `train` needs a GPU, and its container has none. Add the tag `limit:nvidia.com/gpu:1`."
      ])
    #expect(found.first?.fixes.map(\.title) == ["Add `limit:nvidia.com/gpu:1` to step `train`"])
    #expect(findings(code, tags: ", \"limit:nvidia.com/gpu:1\"") == [])
    #expect(findings(code, tags: ", \"limit:cpu:1\"").count == 1)
    #expect(findings(code, imports: "import numpy") == [])
  }

  @Test(arguments: [
    "device = \"cuda\" if torch.cuda.is_available() else \"cpu\"", "torch.cuda.manual_seed(1)",
    "if torch.cuda.device_count():\n  model.cuda()", "model.to(device)", "print(\"cuda is fast\")",
    "device = torch.device(\"cuda\")", "if name == \"cuda\":\n  pass", "names = [\"cpu\", \"cuda\"]",
    "try:\n  model.cuda()\nexcept RuntimeError:\n  pass", "d = \"cuda\" if fast else \"cpu\"\nmodel.to(d)",
    "d = \"cuda\"\nif slow:\n  d = \"cpu\"\nmodel.to(d)",
  ])
  func codeThatNeedsNone(code: String) { #expect(findings(code) == []) }

  @Test func codeOfAllSteps() {
    let shared = "import torch\ndef fast(x):\n  return x.cuda()"
    let found = findings("print(fast(x))", imports: shared)
    #expect(found.count == 1 && found.allSatisfy { $0.fixes.isEmpty })
    #expect(findings("print(fast(x))", tags: ", \"limit:nvidia.com/gpu:1\"", imports: shared) == [])
  }
}
