extension VectorTable {
  /// What makes the parts, views and results of methods of an array: they may have any dimensions.
  static func maker(ofPartOf path: String) -> String { makers.contains(path) ? "numpy.asarray" : path }
}
