import KaleAnalysis
import KaleRules
import KaleTestSupport
import Testing

/// Figures and axes: which steps draw on them, whoever made them, and what Kale's copies of them miss.
@Suite struct DrawingTests {
  private static let shared = """
    # %% tags=["imports"]
    import matplotlib.pyplot as plt
    import pandas as pd
    import seaborn as sns
    from sklearn.metrics import RocCurveDisplay
    # %% tags=["functions"]
    def chart(df):
        fig, ax = plt.subplots()
        df.plot(ax=ax)
        return fig, ax
    def begun(df):
        fig = plt.figure()
        ax = df["x"].plot()
        return fig, ax
    def axes_of(df):
        ax = df.plot()
        return ax
    def counted(df):
        ax = df.plot()
        return ax, len(df)
    def either(name):
        return {"x": pd.DataFrame({"x": [1]}), "y": 2}[name]
    def mark(ax):
        ax.axhline(1)
    # %% tags=["step:load"]
    df = pd.DataFrame({"x": [1, 2], "y": [3, 4]})
    """

  private func analysis(_ load: String, _ draw: String, _ save: String, isChain: Bool) -> NotebookAnalysis {
    KaleTestSupport.analysis(
      of: """
        \(Self.shared)
        \(load)
        # %% tags=["step:draw", "prev:load"]
        \(draw)
        # %% tags=["step:save", "prev:\(isChain ? "draw" : "load")"]
        \(save)
        """)
  }

  private func isOrdered(_ load: String, _ draw: String, _ save: String) -> Bool {
    !analysis(load, draw, save, isChain: false).state.order.edges.isEmpty
  }

  @Test(arguments: [
    ("ax = df['x'].plot(kind='bar')", "ax.axhline(2)", "print(ax.lines)"),
    ("ax = df.plot.scatter(x='x', y='y')", "ax.set_title('t')", "ax.figure.savefig('a.png')"),
    ("ax = df.groupby('x')['y'].mean().plot.bar()", "ax.plot([1])", "print(ax.lines)"),
    ("axes = df.hist()", "axes[0, 0].axvline(2)", "print(axes.ravel()[0].lines)"),
    ("ax = df.boxplot()", "ax.axhline(2)", "print(ax.lines)"),
    ("table = either('x')\nax = table.plot()", "ax.plot([1])", "print(ax.lines)"),
    ("ax = df.plot()", "mark(ax)", "fig = ax.get_figure()\nprint(fig.axes)"),
    ("ax = df.plot()\nfig = ax.figure", "ax.axhline(2)", "print(fig.axes)"),
    ("ax = df.plot()\nfig = ax.get_figure()", "fig.suptitle('t')", "ax.figure.savefig('a.png')"),
    ("ax = df.plot()\nfig = plt.gcf()", "ax.axhline(2)", "print(fig.axes)"),
    ("fig = plt.figure()\nax = plt.gca()", "ax.axhline(2)", "print(fig.axes)"),
    ("fig = plt.figure()\nax = sns.heatmap(df)", "ax.set_title('t')", "fig.savefig('a.png')"),
    ("fig = plt.figure()\nax = df['x'].plot()", "ax.set_title('t')", "fig.savefig('a.png')"),
    ("fig, axes = plt.subplots(1, 2)\nleft = df.plot(ax=axes[0])", "left.axhline(2)", "print(axes)"),
    ("fig, ax = plt.subplots()\ntwin = ax.twinx()", "ax.set_xlim(3, 4)", "print(twin.get_xlim())"),
    ("grid = sns.relplot(data=df, x='x', y='y')", "grid.refline(x=2)", "grid.savefig('a.png')"),
    ("grid = sns.FacetGrid(df, col='x')", "grid.map(sns.scatterplot, 'x', 'y')", "print(grid.axes)"),
    ("curve = RocCurveDisplay.from_predictions([0], [1])", "curve.ax_.axhline(1)", "print(curve.ax_)"),
    ("fig, ax = chart(df)", "ax.axhline(2)", "print(fig.axes)"),
    ("fig, ax = begun(df)", "ax.plot([1])", "print(fig.axes)"),
    ("ax = axes_of(df)", "ax.plot([1])", "print(ax.lines)"),
    ("ax, count = counted(df)", "ax.axhline(2)", "print(ax.lines)"),
  ])
  func aStepThatReadsADrawingRunsAfterTheOneThatDraws(load: String, draw: String, save: String) {
    #expect(isOrdered(load, draw, save))
  }

  @Test(arguments: [
    ("ax = df.plot()", "print(ax.get_title())", "print(ax.lines)"),
    ("table = either('x')", "table.plot()\ntable.plot.bar()\ntable.hist()", "print(table)"),
    ("first = df.plot()\nsecond = df.plot()", "first.axhline(2)", "print(second.lines)"),
    ("fig, ax = chart(df)\nfig2, ax2 = chart(df)", "ax.axhline(2)", "print(fig2.axes)"),
    ("g = sns.relplot(data=df)\nh = sns.relplot(data=df)", "g.refline(x=2)", "print(h.axes)"),
    ("pass", "ax = df.plot()\nax.axhline(2)", "print(df)"),
  ])
  func separateDrawingsNeedNoOrder(load: String, draw: String, save: String) {
    #expect(!isOrdered(load, draw, save))
  }

  /// In a chain: Kale saves a figure and its axes as two objects, and the remedy says how to join them again.
  @Test(arguments: [
    (
      "ax = df.plot()\nfig = ax.figure", "ax.axhline(2)", "print(fig.axes)",
      "add `fig = ax.figure` to step `draw`."
    ),
    (
      "ax = df.plot()\nfig = ax.get_figure()", "ax.axhline(2)", "print(fig)",
      "add `fig = ax.figure` to step `draw`."
    ),
    (
      "ax = df.plot()\nfig = plt.gcf()", "ax.axhline(2)", "print(fig)",
      "add `fig = ax.figure` to step `draw`."
    ),
    ("fig, ax = plt.subplots()", "ax.axhline(2)", "print(fig)", "add `ax = fig.axes[0]` to step `draw`."),
    (
      "fig, axes = plt.subplots(2, 1)", "axes[0].axhline(2)", "print(fig)",
      "add `axes = fig.axes` to step `draw`."
    ),
    (
      "fig, axes = plt.subplots(2, 2)", "axes[0, 0].axhline(2)", "print(fig)",
      "take `axes` from `fig.axes` in step `draw` too, before the change."
    ),
    (
      "fig, axes = plt.subplots(1, 2)\nleft, right = axes", "left.axhline(2)", "print(axes)",
      "take `left` from `axes` in step `draw` too, before the change."
    ),
    (
      "fig, ax = chart(df)", "ax.axhline(2)", "print(fig)",
      "take `ax` from `fig.axes` in step `draw` too, before the change."
    ),
    (
      "fig, ax = plt.subplots()\ntwin = ax.twinx()", "ax.set_xlim(3, 4)", "print(twin)",
      "take `twin` from `ax.figure.axes` in step `draw` too, before the change."
    ),
  ])
  func whatKaleSavesApartIsReported(load: String, draw: String, save: String, remedy: String) {
    let findings = analysis(load, draw, save, isChain: true).findings()
    let messages = findings.filter { $0.rule.code == "KALE221" }.map(\.message)
    #expect(messages.count == 1)
    #expect(messages.first?.hasSuffix("For Kale, \(remedy)") == true, "\(messages)")
  }
}
