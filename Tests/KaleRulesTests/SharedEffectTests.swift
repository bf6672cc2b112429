import KaleAnalysis
import KaleRules
import KaleTestSupport
import Testing

/// What imports and functions cells do anew in every step.
@Suite struct SharedEffectTests {
  private func complaints(shared: String, _ first: String, _ second: String) -> [Finding] {
    let text = """
      # %% tags=["imports"]
      import logging, tempfile, threading, uuid
      from pathlib import Path
      # %% tags=["functions"]
      \(shared)
      # %% tags=["step:a"]
      \(first)
      # %% tags=["step:b", "prev:a"]
      \(second)
      """
    return analysis(of: text).findings().filter { $0.rule.name == "functions-side-effect" }
  }

  @Test(arguments: [
    ("import time\ndef stamp(at=time.time()):\n  return at", "stamp"),
    ("class Run:\n  uid = uuid.uuid4().hex", "Run"),
    ("class Run:\n  def __init__(self, *, uid=uuid.uuid4()):\n    self.uid = uid", "Run"),
    ("import datetime as dt\ndef day(now=dt.datetime.now()):\n  return now", "day"),
  ])
  func defaultsAndAttributesAreOthersInEachStep(_ shared: String, _ name: String) {
    let found = complaints(shared: shared, "x = \(name)()", "print(x, \(name)())")
    #expect(
      found.map(\.message) == [
        "With Kale's runtime, `\(name)` has another value here in each step because this is a functions cell. For Kale, "
          + "compute it in a step."
      ])
    #expect(!found.contains { !$0.isHandled })
    #expect(complaints(shared: shared, "x = \(name)()", "print(x)") == [])
  }

  /// A default is made once in the notebook, and again in every step.
  @Test(arguments: [
    ("def draw(rng=random.Random(0)):\n  return rng.uniform(0, 1)", true),
    ("def draw(*, rng=np.random.default_rng(0)):\n  if rng:\n    return rng.normal()", true),
    ("def draw(numbers=itertools.count()):\n  return next(numbers)", true),
    ("def draw(rows=[]):\n  rows.append(1)\n  return len(rows)", true),
    ("def draw(rng=random.Random(0)):\n  return rng.getstate()", false),
    ("def draw(rng=None):\n  return random.Random(0).uniform(0, 1)", false),
    ("def draw(rows=[]):\n  return len(rows)", false),
  ])
  func callsDrawFromDefaults(_ shared: String, _ isChanged: Bool) {
    let text = """
      # %% tags=["imports"]
      import itertools, random
      import numpy as np
      # %% tags=["functions"]
      \(shared)
      # %% tags=["step:a"]
      x = draw()
      # %% tags=["step:b", "prev:a"]
      print(x, draw())
      """
    let found = analysis(of: text).findings().filter { $0.rule.name == "changed-elsewhere" }
    #expect(found.count == (isChanged ? 1 : 0))
  }

  @Test(arguments: [
    "def stamp():\n  return uuid.uuid4()", "class Run:\n  def __init__(self):\n    self.uid = uuid.uuid4()",
    "stamp = lambda: uuid.uuid4()", "def stamp(path=Path('a')):\n  return path",
  ])
  func whatIsMadeWhenItIsCalledIsTheStepsOwn(_ shared: String) {
    let name = shared.contains("Run") ? "Run" : "stamp"
    #expect(complaints(shared: shared, "x = \(name)()", "print(x, \(name)())") == [])
  }

  @Test(arguments: [
    ("Path('run.txt').write_text('a')", "open('run.txt', 'a').write('b')", "print(open('run.txt').read())"),
    ("open('run.txt', 'w').close()", "open('run.txt', 'a').write('b')", "open('run.txt', 'a').write('c')"),
    (
      "def begin(path):\n  with open(path, 'w') as f: f.write('a')\nbegin('run.txt')",
      "open('run.txt', 'a').write('b')", "print(open('run.txt').read())"
    ),
    ("logging.basicConfig(filename='run.txt', filemode='w')", "logging.info('a')", "logging.info('b')"),
    (
      "logging.basicConfig(filename='run.txt', filemode='w')", "logging.info('a')",
      "print(open('run.txt').read())"
    ),
    (
      "log = logging.getLogger('x')\nlog.addHandler(logging.FileHandler('run.txt', mode='w'))",
      "log.info('a')", "log.info('b')"
    ),
    (
      "def logger(path):\n  log = logging.getLogger('x')\n  log.addHandler(logging.FileHandler(path, mode='w'))\n  return log\nlog = logger('run.txt')",
      "log.info('a')", "log.info('b')"
    ),
  ])
  func aFileIsEmptied(_ shared: String, _ first: String, _ second: String) throws {
    let found = complaints(shared: shared, first, second).filter(\.failsOnKale)
    #expect(found.count == 1)
    let message = try #require(found.first?.message)
    #expect(
      message.hasPrefix("`run.txt` is emptied in every step because this is a functions cell"), "\(message)")
    #expect(message.contains("Step `b` does not see what step `a` has written"), "\(message)")
    #expect(message.hasSuffix("in mode `a`."), "\(message)")
  }

  @Test(arguments: [
    // It is appended to, or belongs to one step, or is written before it is read.
    ("logging.basicConfig(filename='run.txt', filemode='a')", "logging.info('a')", "logging.info('b')"),
    ("logging.basicConfig(filename='run.txt', filemode='w')", "logging.info('a')", "print('b')"),
    ("Path('run.txt').write_text('a')", "print(open('run.txt').read())", "open('run.txt', 'a').write('b')"),
    (
      "Path('run.txt').write_text('a')", "open('run.txt', 'a').write('b')",
      "Path('run.txt').write_text('c')\nprint(open('run.txt').read())"
    ),
    (
      "if not Path('run.txt').exists(): Path('run.txt').write_text('a')", "open('run.txt', 'a').write('b')",
      "print(open('run.txt').read())"
    ),
    (
      "def begin():\n  with open('run.txt', 'w') as f: f.write('a')", "begin()",
      "print(open('run.txt').read())"
    ),
  ])
  func aFileIsKept(_ shared: String, _ first: String, _ second: String) {
    #expect(!complaints(shared: shared, first, second).contains { $0.failsOnKale })
  }

  @Test(arguments: [
    "uuid.uuid4().hex[:8]", "Path(tempfile.mkdtemp())", "f'run-{uuid.uuid1()}'",
  ])
  func eachStepOfKaleHasAnotherValue(_ value: String) throws {
    let found = complaints(shared: "run = \(value)", "print(run)", "print(run)")
    let finding = try #require(found.first)
    #expect(finding.isHandled && finding.severity == .warning)
    #expect(finding.message.hasPrefix("With Kale's runtime, each step has another `run` because"))
    // What one step uses is the same there.
    #expect(!complaints(shared: "run = \(value)", "print(run)", "pass").contains { $0.isHandled })
  }

  /// No step can hold what functions of every step use.
  @Test func whatFunctionsUseStaysWhereItIs() {
    let shared = "gate = threading.Semaphore(2)\ndef run():\n  with gate: return 1"
    #expect(complaints(shared: shared, "print(run())", "print(run())").isEmpty)
    #expect(complaints(shared: "rows = list(map(int, '12'))", "print(rows)", "print(rows)").count == 1)
  }

  @Test(arguments: [
    ("from datetime import datetime\nRUN = datetime.now().strftime('%H%M%S')", "print(RUN)", "print(RUN)", 1),
    (
      "from datetime import datetime\nDAY = datetime.now().strftime('%Y-%m-%d')", "print(DAY)", "print(DAY)",
      0
    ),
    (
      "folder = Path(tempfile.mkdtemp())\ndef save(name):\n  (folder / name).write_text('a')", "save('a')",
      "print((folder / 'a').read_text())", 1
    ),
    ("folder = Path(tempfile.mkdtemp())", "print(folder)", "print(1)", 0),
  ])
  func whatEachStepMakesAnew(_ shared: String, _ first: String, _ second: String, count: Int) {
    let found = complaints(shared: shared, first, second).filter {
      $0.message.contains("each step has another")
    }
    #expect(found.count == count)
  }

  @Test(arguments: [("print(rank)", 0), ("print(1)", 1)])
  func aValueThatNoRuntimePassesIsSharedBySteps(second: String, count: Int) {
    let shared = """
      import functools
      def better(a, b):
          return b - a
      rank = functools.cmp_to_key(better)
      """
    #expect(complaints(shared: shared, "print(rank)", second).count == count)
  }

  @Test func aDatabaseInMemoryIsFilledInEveryStep() {
    let shared = "import sqlite3\ncon = sqlite3.connect(':memory:')\ncon.execute('create table t (x)')"
    let found = complaints(shared: shared, "con.execute('select 1')", "con.execute('select 1')")
    #expect(found.map(\.severity) == [.information])
  }
}
