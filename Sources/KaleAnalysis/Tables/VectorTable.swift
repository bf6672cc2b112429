/// Functions of NumPy whose result has one dimension, so that its elements are numbers.
enum VectorTable {
  static let makers: Set<String> = [
    "numpy.arange",
    "numpy.bartlett",
    "numpy.bincount",
    "numpy.blackman",
    "numpy.flatnonzero",
    "numpy.frombuffer",
    "numpy.fromiter",
    "numpy.fromstring",
    "numpy.geomspace",
    "numpy.hamming",
    "numpy.hanning",
    "numpy.kaiser",
    "numpy.linspace",
    "numpy.logspace",
    "numpy.union1d",
    "numpy.unique",
  ]
}
