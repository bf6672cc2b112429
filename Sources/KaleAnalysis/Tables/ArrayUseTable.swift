/// What fails, or differs, with an array without dimensions that works with the NumPy number that it was.
///
/// `Tests/Differential/value_kinds.py` tries them with Kale and NumPy.
package enum ArrayUseTable {
  /// Functions that fail if such an array is passed to them.
  package static let failing: Set<String> = [
    "builtins.hash",
    "builtins.round",
    "datetime.timedelta",
    "decimal.Decimal",
    "fractions.Fraction",
    "random.Random",
    "random.seed",
  ]

  /// Functions that fail if a list with such an array is passed to them.
  package static let failingAsElement: Set<String> = [
    "statistics.fmean",
    "statistics.mean",
    "statistics.median",
    "statistics.stdev",
  ]

  /// Functions that fail if such an array of a date is passed to them.
  package static let failingForDates: Set<String> = [
    "pandas.Timestamp"
  ]

  /// Functions that fail if a list or dictionary with such an array is passed to them.
  package static let failingInside: Set<String> = [
    "json.dump",
    "json.dumps",
  ]

  /// Methods that such an array does not have.
  package static let missingMethods: Set<String> = [
    "as_integer_ratio",
    "is_integer",
  ]

  /// Methods that a NumPy string has and such an array does not.
  package static let textMethods: Set<String> = [
    "capitalize",
    "encode",
    "endswith",
    "isdigit",
    "join",
    "lower",
    "lstrip",
    "replace",
    "rstrip",
    "split",
    "startswith",
    "strip",
    "title",
    "upper",
    "zfill",
  ]

  /// Methods of tables that do not take such an array for a number.
  package static let countingMethods: Set<String> = [
    "head",
    "tail",
  ]

  /// Classes that a NumPy number is an instance of, and such an array is not.
  package static let classes: Set<String> = [
    "builtins.float",
    "numbers.Number",
    "numbers.Real",
    "numpy.floating",
    "numpy.generic",
    "numpy.integer",
    "numpy.number",
  ]
}
