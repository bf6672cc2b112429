/// Functions of pyplot by what they do to its current figure.
enum PlotTable {
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
