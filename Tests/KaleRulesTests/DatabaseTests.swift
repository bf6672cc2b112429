import KaleAnalysis
import KaleRules
import KaleTestSupport
import Testing

/// Databases of SQLite, which change by statements in strings.
@Suite struct DatabaseTests {
  private static let shared = """
    def post(con, x):
        con.execute("insert into t values (?)", (x,))
    def run(sql):
        with sqlite3.connect("shop.db") as con:
            return con.execute(sql).fetchall()
    class Store:
        def __init__(self):
            self.con = sqlite3.connect(":memory:")
        def add(self, x):
            self.con.execute("insert into t values (?)", (x,))
        def count(self):
            return self.con.execute("select count(*) from t").fetchone()
    """

  /// What step `use` does before step `report` runs, in the words of the order.
  private func reasons(_ setup: String, _ use: String, _ report: String) -> [String] {
    let analysis = analysis(
      of: """
        # %% tags=["imports"]
        import sqlite3
        import pandas as pd
        from contextlib import closing
        # %% tags=["functions"]
        \(Self.shared)
        # %% tags=["step:load"]
        \(setup)
        # %% tags=["step:use", "prev:load"]
        \(use)
        # %% tags=["step:report", "prev:load"]
        \(report)
        """)
    return analysis.state.order.edges.flatMap { $0.reasons.map(\.description) }
  }

  private static let count = "print(con.execute(\"select count(*) from t\").fetchone())"

  @Test(arguments: [
    "con.execute(\"insert into t values (1)\")", "post(con, 1)", "with con:\n    post(con, 1)",
    "cur = con.cursor()\ncur.executemany(\"insert into t values (?)\", [(1,)])", "con.executescript(script)",
    "own = con\nown.execute(\"delete from t\")", "frame.to_sql(\"t\", con)",
  ])
  func aDatabaseInMemoryChangesWithItsConnection(use: String) {
    let setup =
      "con = sqlite3.connect(\":memory:\")\ncon.execute(\"create table t(x)\")\nscript, frame = \"\", pd.DataFrame()"
    #expect(!reasons(setup, use, Self.count).isEmpty)
  }

  @Test func aDatabaseThatAnObjectHoldsChangesWithIt() {
    #expect(!reasons("db = Store()", "db.add(1)", "print(db.count())").isEmpty)
    #expect(
      !reasons("db = {\"con\": sqlite3.connect(\":memory:\")}", "post(db[\"con\"], 1)", "print(db)").isEmpty)
  }

  @Test(arguments: [
    "run(\"insert into t values (1)\")",
    "with closing(sqlite3.connect(\"shop.db\")) as con, con:\n    con.execute(\"insert into t values (1)\")",
    "con = sqlite3.connect(\"shop.db\")\npd.DataFrame().to_sql(\"t\", con)",
  ])
  func aFileIsWrittenByStatementsThatWrite(use: String) {
    let setup = "run(\"create table t(x)\")"
    #expect(reasons(setup, use, "print(run(\"select count(*) from t\"))") == ["writes `shop.db`"])
  }

  @Test(arguments: [
    "print(run(\"select 1\"))", "con = sqlite3.connect(\"shop.db\")\nprint(pd.read_sql(\"select 1\", con))",
    "with sqlite3.connect(\"shop.db\") as con:\n    print(con.execute(\"select 1\").fetchall())",
  ])
  func stepsThatOnlyReadAFileRunSideBySide(use: String) {
    #expect(reasons("run(\"create table t(x)\")", use, "print(run(\"select count(*) from t\"))").isEmpty)
  }
}
