/// Functions of pyplot by what they do to its current figure, methods of figures, and what returns figures.
enum PlotTable {
  /// Methods of figures and axes that draw on them, but for those that begin with `set_`. Other objects have methods of
  /// these names too.
  static let methods: Set<String> = [
    "add_artist",
    "add_axes",
    "add_collection",
    "add_gridspec",
    "add_line",
    "add_patch",
    "add_subplot",
    "annotate",
    "arrow",
    "autofmt_xdate",
    "axhline",
    "axhspan",
    "axis",
    "axline",
    "axvline",
    "axvspan",
    "bar",
    "bar_label",
    "barh",
    "boxplot",
    "broken_barh",
    "cla",
    "clabel",
    "clear",
    "colorbar",
    "contour",
    "contourf",
    "ecdf",
    "errorbar",
    "eventplot",
    "fill",
    "fill_between",
    "fill_betweenx",
    "grid",
    "hexbin",
    "hist",
    "hist2d",
    "hlines",
    "imshow",
    "invert_xaxis",
    "invert_yaxis",
    "legend",
    "loglog",
    "margins",
    "matshow",
    "pcolor",
    "pcolormesh",
    "pie",
    "plot",
    "quiver",
    "scatter",
    "semilogx",
    "semilogy",
    "set",
    "specgram",
    "spy",
    "stackplot",
    "stairs",
    "stem",
    "step",
    "streamplot",
    "subplots",
    "subplots_adjust",
    "suptitle",
    "table",
    "text",
    "tick_params",
    "tight_layout",
    "tripcolor",
    "twinx",
    "twiny",
    "violinplot",
    "vlines",
  ]

  /// Of these, and of those that begin with `set_`, the ones that objects of many other libraries have too.
  static let ambiguous: Set<String> = [
    "annotate",
    "arrow",
    "axis",
    "bar",
    "barh",
    "boxplot",
    "clear",
    "ecdf",
    "fill",
    "grid",
    "hist",
    "legend",
    "margins",
    "pie",
    "plot",
    "scatter",
    "set",
    "set_axis",
    "set_flags",
    "set_index",
    "spy",
    "stem",
    "step",
    "subplots",
    "table",
    "text",
  ]

  /// Functions of libraries and methods that return a figure or axes, but for those whose names end with `plot` or begin
  /// with `plot_`.
  static let makers: Set<String> = [
    "hist",
    "matplotlib.figure.Figure",
    "matplotlib.pyplot.axes",
    "matplotlib.pyplot.figure",
    "matplotlib.pyplot.gca",
    "matplotlib.pyplot.gcf",
    "matplotlib.pyplot.subplot",
    "matplotlib.pyplot.subplot2grid",
    "matplotlib.pyplot.subplots",
    "missingno.bar",
    "missingno.dendrogram",
    "missingno.heatmap",
    "missingno.matrix",
    "pandas.plotting.andrews_curves",
    "pandas.plotting.parallel_coordinates",
    "pandas.plotting.radviz",
    "pandas.plotting.scatter_matrix",
    "seaborn.clustermap",
    "seaborn.FacetGrid",
    "seaborn.heatmap",
    "seaborn.JointGrid",
    "seaborn.PairGrid",
  ]

  /// Of these, those that open a figure of their own.
  static let openers: Set<String> = [
    "matplotlib.figure.Figure",
    "matplotlib.pyplot.figure",
    "matplotlib.pyplot.subplots",
    "seaborn.catplot",
    "seaborn.clustermap",
    "seaborn.displot",
    "seaborn.FacetGrid",
    "seaborn.JointGrid",
    "seaborn.jointplot",
    "seaborn.lmplot",
    "seaborn.PairGrid",
    "seaborn.pairplot",
    "seaborn.relplot",
  ]

  /// Those that return a figure, alone or first.
  static let figures: Set<String> = [
    "matplotlib.figure.Figure",
    "matplotlib.pyplot.figure",
    "matplotlib.pyplot.gcf",
    "matplotlib.pyplot.subplots",
  ]

  /// Attributes of other objects that are figures and axes.
  static let attributes: Set<String> = [
    "ax_",
    "axes_",
    "figure_",
  ]

  /// Attributes and methods of axes, and of what is drawn on them, that give their figure.
  static let figureGetters: Set<String> = [
    "figure",
    "get_figure",
  ]

  /// Attributes and methods that give what contains the object, or shows what happens to it.
  static let surroundings: Set<String> = [
    "figure",
    "get_figure",
    "twinx",
    "twiny",
  ]

  /// What axes count as, and what `df.plot` is.
  static let axes = "matplotlib.axes.Axes"
  static let accessor = "pandas.plotting.PlotAccessor"

  /// Functions that draw, creating a figure if necessary, or that open one.
  static let starters: Set<String> = [
    "bar",
    "barh",
    "boxplot",
    "contour",
    "contourf",
    "errorbar",
    "figure",
    "fill_between",
    "hist",
    "hist2d",
    "imshow",
    "loglog",
    "matshow",
    "pie",
    "plot",
    "scatter",
    "semilogx",
    "semilogy",
    "stackplot",
    "stem",
    "step",
    "subplot",
    "subplot_mosaic",
    "subplots",
    "violinplot",
  ]

  /// Those that are called when something has been drawn.
  static let finishers: Set<String> = [
    "gca",
    "gcf",
    "grid",
    "legend",
    "savefig",
    "suptitle",
    "tight_layout",
    "title",
    "xlabel",
    "xlim",
    "xticks",
    "ylabel",
    "ylim",
    "yticks",
  ]
}
