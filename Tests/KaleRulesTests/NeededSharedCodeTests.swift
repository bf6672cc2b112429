import KaleAnalysis
import KaleTestSupport
import NotebookModel
import Testing

/// What of the shared code each step needs.
@Suite struct NeededSharedCodeTests {
  /// Shared code and the code of steps that run one after another, with what the last step leaves out.
  struct Example: CustomTestStringConvertible, Sendable {
    let shared: String
    let steps: [String]
    let leftOut: [String]
    var testDescription: String { "\(shared.debugDescription) · \(steps)" }

    init(_ shared: String, _ steps: String..., leaves leftOut: [String] = []) {
      (self.shared, self.steps, self.leftOut) = (shared, steps, leftOut)
    }

    /// The notebook, with the shared code in an imports cell.
    var analysis: NotebookAnalysis {
      var text = "# %% tags=[\"imports\"]\n" + shared
      for (index, step) in steps.enumerated() {
        text += "\n# %% tags=[\"step:s\(index)\"\(index == 0 ? "" : ", \"prev:s\(index - 1)\"")]\n" + step
      }
      return KaleTestSupport.analysis(of: text)
    }

    /// The shared code of the last step.
    func code() throws -> SharedCodeOfStep {
      let pipeline = analysis.pipeline
      return NeededSharedCode(of: pipeline).code(of: try #require(pipeline.steps.last))
    }
  }

  static let imports = [
    Example("import numpy as np\nimport os", "print(np)", leaves: ["import os"]),
    Example("import numpy, pandas as pd", "print(pd)", leaves: ["import numpy"]),
    Example(
      "from sklearn.svm import SVC, LinearSVC as L, NuSVC", "L()",
      leaves: ["from sklearn.svm import SVC", "from sklearn.svm import NuSVC"]),
    Example("import xgboost as xgb", "x = 1", leaves: ["import xgboost as xgb"]),
    // What may have an effect.
    Example("import seaborn as sns", "x = 1"),
    Example("import helpers", "x = 1"),
    Example("from . import helpers", "x = 1"),
    Example("from sklearn.experimental import enable_iterative_imputer", "x = 1"),
    Example("from mpl_toolkits import mplot3d", "x = 1"),
    Example("import hvplot.pandas", "x = 1"),
    Example("from __future__ import annotations", "x = 1"),
    Example("import readline, json", "x = 1", leaves: ["import json"]),
    Example("from tqdm.notebook import tqdm", "x = 1"),
    // A package's modules are there if something imports them.
    Example(
      "import sklearn\nimport sklearn.metrics as m\nimport json", "sklearn.metrics", leaves: ["import json"]),
    Example("import xml\nimport xml.dom\nimport json", "xml.dom", leaves: ["import json"]),
    Example("import xml\nimport json", "xml.dom.minidom"),
    Example("import os.path\nimport json", "os.path.join('a')", leaves: ["import json"]),
    Example("import matplotlib as mpl\nfrom matplotlib import pyplot as plt", "mpl.rcParams"),
    // Code that nothing reads stays what it shows.
    Example("x = 1\nx\nimport json", "y = 1", leaves: ["import json"]),
    Example("import os; import json", "os"),
    Example("from os import path, \\\n  sep", "sep"),
    Example(
      "%matplotlib inline\nimport matplotlib.pyplot as plt", "x = 1",
      leaves: ["import matplotlib.pyplot as plt"]),
    Example("%%time\nimport json", "x = 1"),
    Example("import json\nx = json.dumps(1)", "y = 1"),
    Example(
      "try:\n  import xgboost\n  HAS = True\nexcept ImportError:\n  HAS = False", "x = 1",
      leaves: ["HAS, xgboost"]),
    Example("try:\n  import xgboost\nexcept ImportError:\n  print(1)", "x = 1"),
    Example("if True:\n  import helpers", "x = 1"),
  ]

  static let mentions = [
    Example("import json", "eval('json.dumps(1)')"),
    Example("import json\nimport numpy as np", "df.query('x > @np.pi')", leaves: ["import json"]),
    Example("import json\nimport numpy as np", "df.query(text)"),
    Example(
      "import json\nimport numpy as np", "model.eval()", leaves: ["import json", "import numpy as np"]),
    Example("import json\nimport numpy as np", "%timeit np.ones(3)", leaves: ["import json"]),
    Example("import json\nimport numpy as np", "!echo {np.pi}", leaves: ["import json"]),
    Example("import json\nimport numpy as np", "f'{np.pi}'", leaves: ["import json"]),
    Example("import json\nimport numpy as np", "%%bash\necho np", leaves: ["import json"]),
    Example("import json", "globals()['json']"),
    Example("import json", "locals()"),
    Example("import json", "vars()"),
    Example("import json", "vars(x)", leaves: ["import json"]),
    Example("import json", "exec(code)"),
    Example("import json", "get_ipython().user_ns"),
    Example("import json", "%run other.py"),
    Example("import json", "%whos"),
    Example("%load_ext autoreload\n%autoreload 2\nimport json", "x = 1", leaves: ["import json"]),
    Example("import json", "%%sql\nselect"),
    Example("import json", "from helpers import *"),
    Example("import json", "import sys\nsys.modules[name]"),
    Example("import json", "model.modules()", leaves: ["import json"]),
    Example("import json\nimport inspect", "inspect.stack()"),
    Example("import json\nimport inspect", "x = 1", leaves: ["import json", "import inspect"]),
    Example("import json\nfrom IPython.display import display", "display(1)", leaves: ["import json"]),
    Example("class A: pass", "import pickle\npickle.load(f)"),
    Example("class A: pass", "import json\njson.load(f)", leaves: ["class A"]),
    Example("from joblib import load\nclass A: pass", "load(f)"),
    Example("import statsmodels.formula.api as smf\nimport json", "smf.ols(text, data)"),
    Example(
      "import statsmodels.formula.api as smf\nimport json", "smf.ols('y ~ x', data)", leaves: ["import json"]),
    Example("import json", "x = ("),
    Example("import json\nx = (", "x = 1"),
    Example("import json", "# json\nx.json()", leaves: ["import json"]),
    Example("import json", "def f(json):\n  return json\nf(1)", leaves: ["import json"]),
  ]

  static let definitions = [
    Example(
      "def f(): return g()\ndef g(): return h()\ndef h(): pass\ndef i(): pass", "f()", leaves: ["def i(…)"]),
    Example("import numpy as np\ndef f(): return np", "x = 1", leaves: ["import numpy as np", "def f(…)"]),
    // What a function returns may be a default that it keeps.
    Example("def f(x=[]): return x", "y = f()", "print(y)"),
    Example("def f(x=()): return x", "y = f()", "print(y)", leaves: ["def f(…)"]),
    Example(
      "import json\nimport numpy as np\ndef f(x: np.ndarray, y=np.pi): pass", "f(1)", leaves: ["import json"]),
    Example("class A: pass\nclass B(A): pass\nclass C(A): pass", "B()", leaves: ["class C"]),
    Example("class A(Unknown): pass", "x = 1"),
    Example("class A:\n  def __init_subclass__(cls): print(1)\nclass B(A): pass", "x = 1"),
    Example("class A(metaclass=Registry): pass", "x = 1"),
    Example("class A:\n  x = print(1)", "y = 1"),
    Example(
      "class A:\n  @property\n  def x(self): pass\n  @x.setter\n  def x(self, y): pass", "y = 1",
      leaves: ["class A"]),
    Example(
      "from dataclasses import dataclass, field\n@dataclass\nclass A:\n  x: list = field(default_factory=list)",
      "y = 1",
      leaves: ["from dataclasses import dataclass", "from dataclasses import field", "class A"]),
    Example(
      "import torch.nn as nn\nclass Net(nn.Module): pass", "y = 1",
      leaves: ["import torch.nn as nn", "class Net"]),
    Example("@register\ndef f(): pass", "x = 1"),
    Example("def f(x=print(1)): pass", "x = 1"),
    Example("CACHE = {}\ndef f(): CACHE[1] = 1", "x = 1", leaves: ["def f(…)"]),
    Example("import numpy as np\nSCALE = np.pi", "x = 1"),
    Example("def f(): pass\nREGISTRY = [f]", "x = 1"),
    Example("def f(): return globals()\ndef g(): pass", "f()"),
    Example("def f(): return globals()\ndef g(): pass", "x = 1", leaves: ["def f(…)", "def g(…)"]),
    Example("def f(): global n\nn = 1", "f()"),
    Example("async def f(): pass", "x = 1", leaves: ["def f(…)"]),
    Example("def f():\n  '''Calls g.'''\ndef g(): pass", "f()", leaves: ["def g(…)"]),
    Example("class A:\n  def f(self): return self.A.g()\ndef g(): pass", "A()", leaves: ["def g(…)"]),
    Example("def f(): pass\ndef f(x): pass", "x = 1", leaves: ["def f(…)", "def f(…)"]),
    Example("def f(): pass\ndel f", "x = 1"),
    Example("from os import sep\nsep += 'x'", "x = 1"),
    Example("import json\nfor json in []: pass", "x = 1"),
  ]

  /// What the steps before leave behind.
  static let values = [
    Example(
      "def load(): return 1\ndef f(): pass", "x = load()", "print(x)", leaves: ["def load(…)", "def f(…)"]),
    Example("class A: pass", "x = A()", "print(x)"),
    Example("class A: pass\ndef make(): return A()", "x = make()", "print(x)", leaves: ["def make(…)"]),
    Example("def f(): pass", "x = [f]", "print(x)"),
    Example("def f(): return g()\ndef g(): pass", "x = f", "print(x)"),
    Example("def g(): pass\ndef make(): return lambda: g()", "x = make()", "x()", leaves: ["def make(…)"]),
    Example(
      "import numpy as np\ndef make(): return lambda: np.pi", "x = make()", "x()", leaves: ["def make(…)"]),
    Example("import numpy as np\nimport json", "def f(): return np.pi", "f()", leaves: ["import json"]),
    Example("import numpy as np", "x = np.ones(3)", "print(x)", leaves: ["import numpy as np"]),
    Example("import numpy as np", "x = 'np.log(y)'", "print(x)"),
    Example("def f(): pass", "f.count = 1", "print(1)"),
    Example("from os import environ", "environ['a'] = '1'", "print(1)"),
    Example("from functools import lru_cache\n@lru_cache\ndef f(): pass", "f()", "print(1)"),
    Example("def f(): yield 1", "x = list(f())", "print(x)"),
    Example("class A: pass", "x = 1\nglobals()", "print(x)"),
    Example(
      "class A: pass\ndef f(): CACHE[1] = A()\nCACHE = {}", "f()", "y = 1", "print(y)", leaves: ["def f(…)"]),
    Example("class A: pass", "import joblib\nx = joblib.load('x')", "print(x)"),
  ]

  @Test(arguments: imports + mentions + definitions + values)
  func whatNothingNeedsIsLeftOut(_ example: Example) throws {
    #expect(try example.code().leftOut == example.leftOut)
  }

  // MARK: Text

  static let texts: [(String, String, String)] = [
    (
      "import os\nimport json  # data\n\nimport re\n# kept\nimport csv", "os",
      "import os\n# Left out (unused in this step): import json; import re\n\n\n# kept\n# Left out (unused in this step): import csv"
    ),
    ("import json\r\nimport os", "os", "# Left out (unused in this step): import json\r\nimport os"),
    ("  import json\n  import os", "os", "  import json\n  import os"),
    (
      "x = 1\nx\nimport json\n\nimport re", "1",
      "x = 1\nx\npass  # Left out (unused in this step): import json; import re\n\n"
    ),
    (
      "x = 1\nx\nimport json\nimport re", "re",
      "x = 1\nx\n# Left out (unused in this step): import json\nimport re"
    ),
    ("import a_, json, os", "os, a_", "import a_, os  # Left out (unused in this step): json"),
    ("from os import path, sep", "path", "from os import path  # Left out (unused in this step): sep"),
    (
      "from os import path, sep  # x", "sep",
      "from os import sep  # x  # Left out (unused in this step): path"
    ),
    (
      "from os import (\n  path,  # a, b\n  sep,\n)", "sep",
      "from os import (\n  # a, b\n  sep,\n)  # Left out (unused in this step): path"
    ),
    (
      "from os import (path,\n  sep)", "path",
      "from os import (path,\n  )  # Left out (unused in this step): sep"
    ),
    (
      "def f():\n  '''a\n\n  b'''\n  return 1\n\n\nx = 1", "x",
      "# Left out (unused in this step): def f(…)\n\n\n\n\n\n\nx = 1"
    ),
    (
      "import functools\n\n@functools.cache\ndef f():\n  pass", "1",
      "# Left out (unused in this step): import functools; def f(…)\n\n\n\n"
    ),
  ]

  @Test(arguments: texts)
  func whatIsLeftOutBecomesAComment(_ shared: String, _ step: String, _ expected: String) throws {
    let code = try Example(shared, step).code()
    #expect(code.blocks.map(\.source) == [expected])
  }

  @Test func aLongListIsCutShort() throws {
    let names = (0..<60).map { "def function_of_some_length_\($0)(): pass" }
    let source = try Example(names.joined(separator: "\n"), "x = 1").code().blocks[0].source
    #expect(source.hasSuffix(" and 58 more" + String(repeating: "\n", count: 59)))
  }

  // MARK: Packages

  static let packages: [(String, String, [String])] = [
    ("import xgboost as xgb\nimport pandas as pd", "pd.DataFrame()", ["pandas"]),
    // pandas draws with matplotlib.
    (
      "import matplotlib.pyplot as plt\nimport pandas as pd\nimport torch", "pd.DataFrame().plot()",
      ["matplotlib.pyplot", "pandas"]
    ),
    ("import xgboost\nimport helpers", "x = 1", ["xgboost"]),
    ("import xgboost\nimport unknown", "x = 1", ["unknown", "xgboost"]),
    ("import xgboost", "!xgboost train", ["xgboost"]),
    ("import xgboost as xgb", "!python train.py", ["xgboost"]), ("import xgboost as xgb", "!ls data", []),
    ("import xgboost as xgb", "!ls; python train.py", ["xgboost"]),
    ("import xgboost", "import subprocess\nsubprocess.run('train')", ["subprocess", "xgboost"]),
    ("import matplotlib as mpl\nimport xgboost", "%matplotlib inline", ["matplotlib"]),
    ("def f():\n  import xgboost", "f()", ["xgboost"]),
    ("def f():\n  import xgboost", "x = 1", []),
    ("import json\nimport os", "os", ["os"]),
    ("from sklearn.svm import SVC, NuSVC", "SVC", ["sklearn.svm.NuSVC", "sklearn.svm.SVC"]),
  ]

  @Test(arguments: packages)
  func packagesFollowWhatIsKept(_ shared: String, _ step: String, _ expected: [String]) throws {
    let example = ExampleNotebook(
      "# %% tags=[\"imports\"]\n\(shared)\n# %% tags=[\"step:s\"]\n\(step)\n# file: helpers.py\n")
    let pipeline = analysis(of: example.notebook, beside: example.folder).pipeline
    #expect(NeededSharedCode(of: pipeline).code(of: pipeline.steps[0]).imports == expected)
  }

  @Test func partsOfOtherPipelinesKeepEverything() throws {
    let pipeline = Example("import json", "x = 1").analysis.pipeline
    let code = NeededSharedCode(of: pipeline, isEmbedded: true).code(of: pipeline.steps[0])
    #expect(code.blocks == pipeline.sharedBlocks)
    #expect(code.imports == pipeline.steps[0].imports)
  }

  // MARK: Properties

  /// What a step mentions of the shared code, directly or through what is kept, is there.
  static func checkNames(of pipeline: Pipeline, _ comment: Comment) throws {
    let needed = NeededSharedCode(of: pipeline)
    let all = pipeline.sharedBlocks.map { CodeFacts(analysing: Array($0.source.utf8)) }
    let bound = Set(all.flatMap(\.facts.bindings).map(\.name))
    for step in pipeline.steps {
      let blocks = needed.code(of: step).blocks
      let kept = blocks.map { CodeFacts(analysing: Array($0.source.utf8)) }
      let keptNames = Set(kept.flatMap(\.facts.bindings).map(\.name))
      for source in kept + step.blocks.map({ CodeFacts(analysing: Array($0.source.utf8)) }) {
        let read = Set(source.facts.allReads.map(\.name))
        #expect(read.intersection(bound).subtracting(keptNames).isEmpty, comment)
      }
      for (block, old) in zip(blocks, pipeline.sharedBlocks) {
        #expect(block.source.utf8.count { $0 == 10 } == old.source.utf8.count { $0 == 10 }, comment)
      }
      if kept.contains(where: { !$0.facts.syntaxErrors.isEmpty }) {
        #expect(blocks == pipeline.sharedBlocks, comment)
      }
      // Leaving out is done once: of a step alone, nothing else can be left out.
      var alone = step
      (alone.previous, alone.inputs) = ([], [])
      var single = pipeline
      single.steps = [alone]
      let first = NeededSharedCode(of: single).code(of: alone)
      single.sharedBlocks = first.blocks
      #expect(NeededSharedCode(of: single).code(of: alone).blocks == first.blocks, comment)
    }
  }

  /// Long chains and many parts are one search, not one for each part.
  @Test func longChainsAreFollowed() throws {
    let count = 5_000
    let shared = (0..<count).map { "def f\($0)(): return f\($0 + 1)()\nimport json as j\($0)" }
    let code = try Example(shared.joined(separator: "\n"), "f0()").code()
    #expect(code.leftOut.count == count)
  }

  @Test(arguments: 0..<40) func keptCodeHasItsNames(_ seed: Int) throws {
    var author = NotebookAuthor(seed: UInt64(seed))
    for _ in 0..<5 {
      let notebook = author.notebook()
      try Self.checkNames(of: analysis(of: notebook).pipeline, "seed \(seed)")
    }
  }
}
