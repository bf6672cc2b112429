import KaleAnalysis
import KaleTestSupport
import Testing

/// The order that steps need because of what one changes and another reads, beside their `prev:` tags.
@Suite struct StepOrderTests {
  /// Code of two steps that no tag orders, and what the first must do before the second runs.
  struct Pair: CustomTestStringConvertible, Sendable {
    var first: String
    var second: String
    /// What the first does; nil where the second need not wait.
    var reason: String?
    var shared = ""

    init(_ first: String, _ second: String, _ reason: String?, shared: String = "") {
      (self.first, self.second, self.reason, self.shared) = (first, second, reason, shared)
    }

    var testDescription: String { "\(shared) | \(first) | \(second)" }
  }

  private static let imports = """
    import io, joblib, json, operator, os, random, shutil, subprocess
    import matplotlib.pyplot as plt
    import numpy as np
    import pandas as pd
    import torch
    from pathlib import Path
    from scipy import sparse, stats
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import KFold, cross_val_score, train_test_split
    from sklearn.pipeline import make_pipeline
    """

  /// The order of steps `a` and `b`, which both run after a step that defines `df`, `xs`, `d` and `model`.
  private func order(_ pair: Pair) -> [String] {
    let analysis = analysis(
      of: """
        # %% tags=["imports"]
        \(Self.imports)
        # %% tags=["pipeline-parameters"]
        folder = "out"
        seed = 3
        # %% tags=["functions"]
        \(pair.shared)
        # %% tags=["step:load"]
        df = pd.DataFrame({"x": [1, 2]})
        xs = [1]
        d = {"k": 1}
        model = RandomForestClassifier(random_state=0)
        # %% tags=["step:a", "prev:load"]
        \(pair.first)
        # %% tags=["step:b", "prev:load"]
        \(pair.second)
        """)
    let names = analysis.outline.units.mapValues(\.name)
    return analysis.state.order.edges.flatMap { edge in
      edge.reasons.map { "\(names[edge.previous]) → \(names[edge.unit]): \($0.description)" }
    }
  }

  private func check(_ pair: Pair) {
    #expect(order(pair) == (pair.reason.map { ["a → b: \($0)"] } ?? []))
  }

  // MARK: Files

  /// A step that writes into a folder runs after those that list it without the new file.
  @Test(arguments: [
    Pair("os.listdir('out')", "df.to_csv('out/s.csv')", "reads `out/*`"),
    Pair("list(Path('out').glob('*.csv'))", "df.to_csv('out/s.csv')", "reads `out/*.csv`"),
    Pair("import glob\nglob.glob('out/*.json')", "df.to_csv('out/s.csv')", nil),
    Pair("os.listdir('out')", "df.to_csv('other/s.csv')", nil),
    Pair("%%writefile mine.py\nx = 1", "import mine", "writes `mine.py`"),
  ])
  func listings(_ pair: Pair) { check(pair) }

  @Test(arguments: [
    Pair("df.to_csv('s.csv')", "pd.read_csv('s.csv')", "writes `s.csv`"),
    Pair("df.to_csv('./out//s.csv')", "pd.read_csv('out/s.csv')", "writes `out/s.csv`"),
    Pair("df.to_csv(folder + '/s.csv')", "pd.read_csv(f'{folder}/s.csv')", "writes `out/s.csv`"),
    Pair(
      "df.to_csv(Path(folder) / 's.csv')", "pd.read_csv(os.path.join('out', 's.csv'))", "writes `out/s.csv`"),
    Pair(
      "df.to_parquet(OUT / 's.parquet')", "pd.read_parquet(OUT.joinpath('s.parquet'))",
      "writes `out/s.parquet`",
      shared: "OUT = Path('out')"),
    Pair(
      "with open('s.json', 'w') as f:\n  json.dump(d, f)", "with open('s.json') as f:\n  json.load(f)",
      "writes `s.json`"),
    Pair("Path('s.txt').write_text('x')", "print(Path('s.txt').read_text())", "writes `s.txt`"),
    Pair("joblib.dump(model, 'm.pkl')", "m = joblib.load('m.pkl')", "writes `m.pkl`"),
    Pair("np.save('x.npy', [1])", "x = np.load('x.npy')", "writes `x.npy`"),
    Pair("m = np.memmap('m.dat', mode='w+', shape=3)", "m = np.memmap('m.dat')", "writes `m.dat`"),
    Pair("m = np.memmap('m.dat', mode='r+')\nm *= 2", "m = np.memmap('m.dat', mode='r')", "writes `m.dat`"),
    Pair("m = np.load('m.npy', mmap_mode='r+')", "m = np.load('m.npy')", "writes `m.npy`"),
    Pair("m = np.memmap('m.dat', mode='r')", "np.memmap('m.dat', mode='w+', shape=3)", "reads `m.dat`"),
    Pair("torch.save({}, 'x.pt')", "x = torch.load('x.pt')", "writes `x.pt`"),
    Pair("shutil.copy('in.csv', 'c.csv')", "pd.read_csv('c.csv')", "writes `c.csv`"),
    Pair("shutil.copy('in.csv', 'out')", "pd.read_csv('out/in.csv')", "writes `out/in.csv`"),
    Pair("shutil.copytree('in', 'out')", "pd.read_csv('out/in.csv')", "writes `out/in.csv`"),
    Pair("df.to_parquet('out/a.parquet')", "pd.read_parquet('out')", "writes `out/a.parquet`"),
    Pair("shutil.copy('in.csv', 'c.csv')", "pd.read_csv('d.csv')", nil),
    Pair("!head data.csv > h.csv", "pd.read_csv('h.csv')", "writes `h.csv`"),
    Pair("!mkdir -p plots", "plt.savefig('plots/a.png')", "creates `plots/`"),
    Pair("%%writefile conf.json\n{}", "json.load(open('conf.json'))", "writes `conf.json`"),
    Pair(
      "os.makedirs('out/models', exist_ok=True)", "joblib.dump(model, 'out/models/m.pkl')",
      "creates `out/models/`"),
    Pair(
      "df.to_csv('parts/1.csv')", "for p in Path('parts').glob('*.csv'):\n  pd.read_csv(p)",
      "writes `parts/1.csv`"),
    Pair("for i in xs:\n  df.to_csv(f'parts/{i}.csv')", "pd.read_csv('parts/1.csv')", "writes `parts/1.csv`"),
    Pair(
      "save(df, 's.csv')", "load('s.csv')", "writes `s.csv`",
      shared: "def save(t, p):\n  t.to_csv(p)\ndef load(p):\n  return pd.read_csv(p)"),
    Pair(
      "outer(df)", "pd.read_csv('deep/s.csv')", "writes `deep/s.csv`",
      shared:
        "def inner(t, name, base='deep'):\n  t.to_csv(f'{base}/{name}')\ndef outer(t):\n  inner(t, 's.csv')"),
    Pair("df.to_csv('s.csv')", "def f(path):\n  return pd.read_csv(path)\nf(input())", "writes `s.csv`"),
    Pair("x = pd.read_csv('s.csv')", "df.to_csv('s.csv')", "reads `s.csv`"),
    Pair("df.to_csv('s.csv')", "df.head().to_csv('s.csv')", "writes `s.csv`"),
    Pair("!rm s.csv", "print(os.path.exists('s.csv'))", "writes `s.csv`"),
    Pair("subprocess.run(['cp', 'a.csv', 'b.csv'])", "pd.read_csv('b.csv')", "writes `b.csv`"),
  ])
  func aFileIsWrittenBeforeItIsRead(_ pair: Pair) { check(pair) }

  @Test(arguments: [
    Pair("df.to_csv('s.csv')", "pd.read_csv('t.csv')", nil),
    Pair("pd.read_csv('s.csv')", "pd.read_csv('s.csv')", nil),
    Pair("df.to_csv('s.csv')", "pd.read_parquet(input())", nil),
    Pair("plt.savefig('a.png')", "plt.savefig('b.png')", nil),
    Pair(
      "os.makedirs('out', exist_ok=True)\ndf.to_csv('out/a.csv')",
      "os.makedirs('out', exist_ok=True)\ndf.to_csv('out/b.csv')", nil),
    Pair("import io\nbuffer = io.StringIO()\ndf.to_csv(buffer)", "pd.read_csv(input())", nil),
    Pair("text = df.to_csv()", "pd.read_csv(input())", nil),
    Pair("df.to_csv('s.csv')", "df.to_csv('s.csv')\npd.read_csv('s.csv')", "writes `s.csv`"),
    Pair("print(df.to_json())", "pd.read_json('https://example.org/x.json')", nil),
    Pair("with open(input(), 'w') as f:\n  f.write('x')", "pd.read_csv('data/sales.csv')", nil),
    Pair("!pip install x", "pd.read_csv('data/sales.csv')", nil),
    Pair("df.to_csv(f'{xs[0]}.csv')", "df.to_csv(f'{xs[0]}.csv')", nil),
  ])
  func otherFilesNeedNoOrder(_ pair: Pair) { check(pair) }

  // MARK: Random generators

  @Test(arguments: [
    Pair("np.random.seed(seed)", "x = np.random.rand(3)", "changes the random state of NumPy"),
    Pair("random.seed(0)", "x = random.choice(xs)", "changes the random state of `random`"),
    Pair("torch.manual_seed(0)", "net = torch.nn.Linear(1, 1)", "changes the random state of PyTorch"),
    Pair("np.random.seed(0)", "x = df.sample(2)", "changes the random state of NumPy"),
    Pair("np.random.seed(0)", "a, b = train_test_split(df)", "changes the random state of NumPy"),
    Pair("np.random.seed(0)", "x = stats.norm.rvs(size=3)", "changes the random state of NumPy"),
    Pair("np.random.seed(0)", "x = stats.gaussian_kde(xs).resample(3)", "changes the random state of NumPy"),
    Pair("np.random.seed(0)", "x = sparse.rand(3, 3)", "changes the random state of NumPy"),
    Pair(
      "np.random.seed(0)", "m = RandomForestClassifier()\nm.fit(xs, xs)", "changes the random state of NumPy"),
    Pair(
      "np.random.seed(0)", "m = make_pipeline(RandomForestClassifier())\nm.fit(xs, xs)",
      "changes the random state of NumPy"),
    Pair(
      "np.random.seed(0)", "cross_val_score(RandomForestClassifier(), xs, xs)",
      "changes the random state of NumPy"),
    Pair(
      "x = np.random.rand()", "y = np.random.rand()", "changes the random state of NumPy",
      shared: "np.random.seed(0)"),
    Pair(
      "x = draw()", "y = draw()", "changes the random state of NumPy",
      shared: "def set_all(s):\n  np.random.seed(s)\ndef draw():\n  return np.random.rand()\nset_all(1)"),
    Pair(
      "random.seed(0)\nrandom.shuffle(xs)", "x = random.gauss(0, 1)", "changes the random state of `random`"),
    Pair("x = rng.normal()", "y = rng.normal()", "changes `rng`", shared: "rng = np.random.default_rng(0)"),
  ])
  func aGeneratorGoesOnWhereItWas(_ pair: Pair) { check(pair) }

  @Test(arguments: [
    Pair("x = np.random.rand()", "y = np.random.rand()", nil),
    Pair("np.random.seed(0)", "np.random.seed(1)\nx = np.random.rand()", nil),
    Pair("np.random.seed(0)", "x = random.gauss(0, 1)", nil),
    Pair("np.random.seed(0)", "rng = np.random.default_rng(0)\nx = rng.normal()", nil),
    Pair("np.random.seed(0)", "a, b = train_test_split(df, random_state=42)", nil),
    Pair("np.random.seed(0)", "m = RandomForestClassifier(random_state=seed)\nm.fit(xs, xs)", nil),
    Pair("np.random.seed(0)", "m = LogisticRegression()\nm.fit(xs, xs)", nil),
    Pair("np.random.seed(0)", "x = df.sample(2, random_state=1)", nil),
    Pair("np.random.seed(0)", "k = KFold(5)\ncross_val_score(LogisticRegression(), xs, xs, cv=k)", nil),
    Pair("np.random.seed(0)", "x = random.Random(1).gauss(0, 1)", nil),
  ])
  func aDrawOfItsOwnNeedsNoOrder(_ pair: Pair) { check(pair) }

  // MARK: The process

  @Test(arguments: [
    Pair("os.environ['MODE'] = 'x'", "print(os.environ['MODE'])", "sets `os.environ['MODE']`"),
    Pair("os.environ['MODE'] = 'x'", "print(os.getenv('MODE', ''))", "sets `os.environ['MODE']`"),
    Pair("%env MODE=x", "print(os.environ.get('MODE'))", "sets `os.environ['MODE']`"),
    Pair("os.environ.update(MODE='x')", "!echo.sh\nprint(1)", "sets `os.environ['MODE']`"),
    Pair("os.environ.setdefault('MODE', 'x')", "print(dict(os.environ))", "sets `os.environ['MODE']`"),
    Pair("os.chdir('/tmp')", "x = pd.read_csv('s.csv')", "changes the working directory"),
    Pair("%cd data", "print(os.getcwd())", "changes the working directory"),
    Pair("pd.set_option('display.precision', 2)", "t = pd.DataFrame()\nprint(t)", "sets pandas options"),
    Pair("pd.options.display.max_rows = 3", "df", "sets pandas options"),
    Pair("np.set_printoptions(precision=2)", "print(np.arange(3))", "sets NumPy print options"),
    Pair("plt.rcParams['figure.dpi'] = 80", "plt.plot(xs)", "sets Matplotlib settings"),
    Pair("plt.style.use('ggplot')", "fig, ax = plt.subplots()", "sets Matplotlib settings"),
    Pair("import sys\nsys.path.append('src')", "import helpers", "sets `sys.path`"),
    Pair("np.float = float", "x = np.float(1)", "sets `numpy.float`"),
  ])
  func theProcessIsAsTheNotebookLeftIt(_ pair: Pair) { check(pair) }

  @Test(arguments: [
    Pair("os.environ['MODE'] = 'x'", "print(os.environ['OTHER'])", nil),
    Pair("os.environ['MODE'] = 'x'", "os.environ['MODE'] = 'y'\nprint(os.environ['MODE'])", nil),
    Pair("os.chdir('/tmp')", "x = pd.read_csv('/data/s.csv')", nil),
    Pair("pd.set_option('display.precision', 2)", "pd.set_option('display.width', 80)", nil),
    Pair("pd.set_option('display.precision', 2)", "print('done')", nil),
    Pair("print(os.environ['MODE'])", "os.environ['MODE'] = 'x'", nil),
    Pair("import warnings\nwarnings.simplefilter('ignore')", "print(df)", nil),
    Pair("import sys\nsys.path.append('src')", "import collections", nil),
  ])
  func whatNothingReadsNeedsNoOrder(_ pair: Pair) { check(pair) }

  // MARK: Names and values

  @Test(arguments: [
    Pair("df['y'] = 1", "print(df)", "changes `df`"),
    Pair("df['y'] = 1", "df['z'] = 1", "changes `df`"),
    Pair("xs.append(2)", "print(xs)", "changes `xs`"),
    Pair("list(map(xs.append, [1]))", "print(xs)", "changes `xs`"),
    Pair("train(xs.append)", "print(xs)", "changes `xs`", shared: "def train(note):\n    note(1)"),
    Pair("np.add(xs, 1, out=xs)", "print(xs)", "changes `xs`"),
    Pair("operator.setitem(xs, 0, 1)", "print(xs)", "changes `xs`"),
    Pair("df.to_csv(log)", "print(log.getvalue())", "changes `log`", shared: "log = io.StringIO()"),
    Pair("print('a', file=log)", "print(log.getvalue())", "changes `log`", shared: "log = io.StringIO()"),
    Pair("json.dump(d, log)", "print(log.getvalue())", "changes `log`", shared: "log = io.StringIO()"),
    Pair("print(type(log))", "print(log.getvalue())", nil, shared: "log = io.StringIO()"),
    Pair("log.write(b'a')", "print(log.getvalue())", "changes `log`", shared: "log = io.BytesIO()"),
    Pair("print(log.getvalue())", "print(log.getvalue())", nil, shared: "log = io.BytesIO()"),
    Pair(
      "for each in [log]:\n  each.write('a')", "print(log.getvalue())", "changes `log`",
      shared: "log = io.StringIO()"),
    Pair(
      "note(log)", "print(log.getvalue())", "changes `log`",
      shared: "log = io.StringIO()\ndef note(into):\n  print('a', file=into)"),
    Pair(
      "mix(xs, rng)", "y = rng.randint(0, 9)", "changes `rng`",
      shared: "rng = random.Random(7)\ndef mix(values, source):\n  source.shuffle(values)"),
    Pair(
      "Base.rate = 3", "print(Sub.rate)", "changes `Base`",
      shared: "class Base:\n  rate = 1\nclass Sub(Base):\n  pass"),
    Pair(
      "Sub.rate = 3", "print(Base.rate)", nil,
      shared: "class Base:\n  rate = 1\nclass Sub(Base):\n  pass"),
    Pair(
      "df.sample(3, random_state=rng)", "y = rng.normal()", "changes `rng`",
      shared: "rng = np.random.default_rng(0)"),
    Pair("df.drop(columns='x', inplace=True)", "print(df)", "changes `df`"),
    Pair("del d['k']", "print(d)", "changes `d`"),
    Pair("model.fit(xs, xs)", "print(model)", "changes `model`"),
    Pair("add(df)", "print(df)", "changes `df`", shared: "def add(t):\n  t['y'] = 1"),
    Pair(
      "twice(df)", "print(df)", "changes `df`",
      shared: "def add(t):\n  t['y'] = 1\ndef twice(table):\n  add(t=table)"),
    Pair("alias = xs\nalias.append(2)", "print(xs)", "changes `xs`"),
    Pair("for row in d['rows']:\n  row['x'] = 1", "print(d)", "changes `d`"),
    Pair("random.Random(1).gauss(0, 1)\nrandom.shuffle(xs)", "print(xs)", "changes `xs`"),
    Pair("CONFIG['x'] = 1", "print(CONFIG)", "changes `CONFIG`", shared: "CONFIG = {}"),
    Pair("LIMIT = 3", "print(LIMIT)", "changes `LIMIT`", shared: "LIMIT = 1"),
    Pair(
      "count()", "print(TOTAL)", "changes `TOTAL`",
      shared: "TOTAL = 0\ndef count():\n  global TOTAL\n  TOTAL += 1"),
    Pair(
      "remember(1)", "print(recall())", "changes `CACHE`",
      shared: "CACHE = []\ndef remember(x):\n  CACHE.append(x)\ndef recall():\n  return CACHE[-1]"),
    Pair(
      "m = Model()", "print(Model.count)", "changes `Model`",
      shared: "class Model:\n  count = 0\n  def __init__(self):\n    Model.count += 1"),
    Pair(
      "@register\ndef f():\n  pass", "print(REGISTRY)", "changes `REGISTRY`",
      shared: "REGISTRY = []\ndef register(f):\n  REGISTRY.append(f)\n  return f"),
    Pair(
      "stamp()", "print(stamp())", "changes `stamp`",
      shared:
        "import datetime, functools\n@functools.lru_cache\ndef stamp():\n  return datetime.datetime.now()"),
  ])
  func aChangeIsSeenByLaterSteps(_ pair: Pair) { check(pair) }

  /// What the first step does to an object under one name, the second sees under another.
  @Test(arguments: [
    ("view = d\nnested = {'all': d}", "nested['all']['y'] = 1", "print(view)", true),
    ("view = xs\nother = xs", "view.append(1)", "print(other)", true),
    ("pair = (xs, d)", "pair[0].append(1)", "print(xs)", true),
    ("boxes = {**d, 'x': xs}", "boxes['x'].append(1)", "print(xs)", true),
    ("box = [{}]", "for i, x in enumerate(box): x['y'] = 1", "print(box)", true),
    ("box = [{}]", "for x, (y, z) in zip(box, d.items()): x['k'] = 1", "print(box)", true),
    ("nested = {'a': {}}", "for k, x in nested.items(): x['y'] = 1", "print(nested)", true),
    ("add = xs.append", "add(3)", "print(xs)", true),
    ("add = xs.append", "print(add)", "print(xs)", false),
    ("rng = np.random.default_rng(1)\ndraw = rng.normal", "draw()", "rng.integers(3)", true),
    ("fig, axes = plt.subplots(1, 2)", "axes[0].plot(xs)", "print(axes[1].lines)", true),
    ("fig, axes = plt.subplots(1, 2)", "df.plot(ax=axes[0])", "print(axes[1].lines)", true),
    ("fig, axes = plt.subplots(1, 2)", "axes[0].get_title()", "print(axes[1].lines)", false),
    ("net = Net()\nkeeper = Keeper(net)", "keeper.step()", "print(net.w)", true),
    ("net = Net()\nsub = net.part()", "sub.append(1)", "print(net)", true),
    ("tidy = same(xs)", "tidy.append(1)", "print(xs)", true),
    (
      "net = torch.nn.Linear(1, 1)\nsgd = torch.optim.SGD(net.parameters())", "sgd.step()", "print(net)", true
    ),
    ("scaler = KFold()\npipe = make_pipeline(scaler, model)", "pipe.fit(df, df)", "print(model)", true),
    ("a = np.zeros((3, 3))\nrow = a[1]", "row += 1", "print(a)", true),
    ("a = np.zeros((3, 3))\nflat = a.reshape(-1)", "a[0] = 1", "print(flat)", true),
    ("box = [[]]", "[x.append(0) for x in box]", "print(box)", true),
    ("box = [[]]", "[x + [0] for x in box]", "print(box)", false),
    ("frames = [df]", "list(map(total, frames))", "print(df)", true),
    ("frames = [df]", "df.pipe(total)", "print(df)", true),
    ("rate = d['k']", "rate += 1", "print(d)", false),
    ("view = xs\nxs = [2]", "view.append(1)", "print(xs)", false),
    ("own = xs.copy()", "own.append(1)", "print(xs)", false),
  ])
  func aliases(setup: String, first: String, second: String, isOrdered: Bool) {
    let analysis = analysis(
      of: """
        # %% tags=["imports"]
        \(Self.imports)
        # %% tags=["functions"]
        class Net:
          def part(self): return self.parts
        class Keeper:
          def __init__(self, net): self.net = net
          def step(self): self.net.w += 1
          def name(self): return "keeper"
        def same(x): return x
        def total(t): t['sum'] = 1
        # %% tags=["step:load"]
        df = pd.DataFrame({"x": [1, 2]})
        xs = [1]
        d = {"k": 1}
        model = LogisticRegression()
        \(setup)
        # %% tags=["step:a", "prev:load"]
        \(first)
        # %% tags=["step:b", "prev:load"]
        \(second)
        """)
    let names = analysis.outline.units.mapValues(\.name)
    let edges = analysis.state.order.edges.map { "\(names[$0.previous]) → \(names[$0.unit])" }
    #expect(edges == (isOrdered ? ["a → b"] : []))
  }

  /// What a step leaves as it is by default is no change, unless it runs after the step that changed it.
  @Test func optionsThatAreResetFollowThoseThatSetThem() {
    check(
      Pair(
        "pd.set_option('display.precision', 1)", "pd.reset_option('display.precision')",
        "sets pandas options"))
    check(Pair("plt.style.use('ggplot')", "plt.style.use('classic')", nil))
  }

  @Test(arguments: [
    Pair("print(df)", "df['y'] = 1", nil),
    Pair("df = df.copy()\ndf['y'] = 1", "print(df)", nil),
    Pair("own = df[df.x > 1]\nown['y'] = 1", "print(df)", nil),
    Pair("xs = list(xs)\nxs.append(2)", "print(xs)", nil),
    Pair("xs.append(2)", "xs = []\nprint(xs)", nil),
    Pair("print(CONFIG)", "print(CONFIG)", nil, shared: "CONFIG = {}"),
    Pair("show(df)", "show(df)", nil, shared: "def show(t):\n  t = t.copy()\n  t['y'] = 1\n  print(t)"),
    Pair(
      "square(2)", "square(2)", nil,
      shared: "import functools\n@functools.lru_cache\ndef square(x):\n  return x * x"),
    Pair("del df", "print(df)", nil),
    Pair("for i in xs:\n  print(i)", "for i in xs:\n  print(i)", nil),
    Pair("y = df.add(1)", "print(df)", nil),
  ])
  func aPrivateCopyNeedsNoOrder(_ pair: Pair) { check(pair) }
}
