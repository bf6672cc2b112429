import KaleAnalysis
import KaleRules
import KaleTestSupport
import Testing

/// What a step registers in a library by a name, and a later step looks for.
@Suite struct RegisteredStateTests {
  private func findings(_ first: String, _ second: String) -> [Finding] {
    analysis(
      of: """
        # %% tags=["imports"]
        import calendar, codecs, csv, datetime, gc, io, json, logging, mimetypes, signal, socket
        import numpy as np
        import pandas as pd
        import tracemalloc, urllib.request
        # %% tags=["step:first"]
        \(first)
        # %% tags=["step:second", "prev:first"]
        \(second)
        """
    ).findings().filter { $0.rule.name == "lost-process-state" }
  }

  private static let accessor = """
    @pd.api.extensions.register_dataframe_accessor("geo")
    class Geo:
        def __init__(self, table):
            self.table = table
    """

  /// `isHandled`: the exact runtime passes it.
  @Test(arguments: [
    ("codecs.register_error(\"star\", print)", "\"a\".encode(\"ascii\", \"star\")", false),
    ("codecs.register_error(\"star\", print)", "open(\"a\", errors=\"star\")", false),
    ("csv.register_dialect(\"semi\", delimiter=\";\")", "csv.reader(io.StringIO(), \"semi\")", true),
    ("csv.field_size_limit(9)", "csv.reader(io.StringIO())", true),
    ("calendar.setfirstweekday(6)", "print(calendar.month(2024, 1))", true),
    ("mimetypes.add_type(\"a/b\", \".c\")", "mimetypes.guess_type(\"a.c\")", false),
    ("tracemalloc.start()", "print(tracemalloc.get_traced_memory())", false),
    (
      "urllib.request.install_opener(urllib.request.build_opener())", "urllib.request.urlopen(\"http://a\")",
      false
    ),
    ("signal.signal(signal.SIGALRM, print)", "signal.alarm(1)", false),
    ("gc.disable()", "print(gc.isenabled())", false),
    ("np.seterrcall(print)", "print(np.geterrcall())", true),
    ("socket.setdefaulttimeout(7)", "print(socket.getdefaulttimeout())", false),
    ("logging.addLevelName(25, \"NOTICE\")", "logging.getLevelName(25)", true),
    (accessor, "table = pd.DataFrame()\nprint(table.geo.table)", true),
    ("pd.DataFrame.peek = lambda self: 1", "pd.DataFrame().peek()", true),
    ("json.JSONEncoder.default = lambda self, o: str(o)", "json.dumps({})", true),
  ])
  func whatIsRegisteredIsMissed(first: String, second: String, isHandled: Bool) {
    #expect(findings(first, second).map(\.isHandled) == [isHandled])
  }

  @Test(arguments: [
    ("codecs.register_error(\"star\", print)", "\"a\".encode(\"ascii\", \"ignore\")"),
    ("csv.register_dialect(\"semi\", delimiter=\";\")", "csv.reader(io.StringIO(), \"excel\")"),
    ("csv.register_dialect(\"semi\", delimiter=\";\")", "csv.reader(io.StringIO())"),
    (accessor, "table = pd.DataFrame()\nprint(table.columns)"),
    ("signal.signal(signal.SIGALRM, print)", "print(1)"),
  ])
  func whatIsNotLookedForIsNot(first: String, second: String) { #expect(findings(first, second).isEmpty) }

  /// What a step registers in functions and classes of the notebook, or replaces in them.
  @Test(arguments: [
    ("show", "show.register(int, str)", "text = show(3)"),
    ("show", "@show.register\ndef _(number: int):\n    return 1", "text = show(3)"),
    ("show", "@show.register(int)\ndef _(number):\n    return 1", "text = show(3)"),
    ("Number", "Number.register(int)", "known = isinstance(3, Number)"),
    ("Plugin", "class Text(Plugin):\n    pass", "known = len(Plugin.known)"),
    ("Number", "Number.size = lambda self: 9", "size = number.size()"),
    ("Number", "Number.limit = 9", "size = small.size()"),
  ])
  func registrationsInTheNotebooksOwnCode(name: String, change: String, read: String) {
    let text = """
      # %% tags=["imports"]
      from abc import ABC
      from functools import singledispatch
      # %% tags=["functions"]
      class Plugin:
          known = []
          def __init_subclass__(cls):
              Plugin.known.append(cls)
      class Number(ABC):
          limit = 3
          def size(self):
              return self.limit
      class Small(Number):
          pass
      @singledispatch
      def show(value):
          return "value"
      # %% tags=["step:load"]
      number = Number()
      small = Small()
      # %% tags=["step:edit", "prev:load"]
      \(change)
      # %% tags=["step:report", "prev:load"]
      \(read)
      """
    let found = analysis(of: text).findings().filter { $0.rule.name == "changed-elsewhere" }.map(\.message)
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("Step `edit` changes `\(name)`") ?? false)
  }
}
