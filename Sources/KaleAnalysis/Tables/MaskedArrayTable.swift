/// The calls that create masked arrays, which Kale's runtime cannot save and the exact runtime passes.
enum MaskedArrayTable {
  /// The calls, as `Marshalling` writes them.
  static let calls: Set<String> = [
    "numpy.ma.array()",
    "numpy.ma.asanyarray()",
    "numpy.ma.asarray()",
    "numpy.ma.concatenate()",
    "numpy.ma.empty()",
    "numpy.ma.fix_invalid()",
    "numpy.ma.masked_all()",
    "numpy.ma.masked_array()",
    "numpy.ma.masked_equal()",
    "numpy.ma.masked_greater()",
    "numpy.ma.masked_greater_equal()",
    "numpy.ma.masked_inside()",
    "numpy.ma.masked_invalid()",
    "numpy.ma.masked_less()",
    "numpy.ma.masked_less_equal()",
    "numpy.ma.masked_not_equal()",
    "numpy.ma.masked_object()",
    "numpy.ma.masked_outside()",
    "numpy.ma.masked_values()",
    "numpy.ma.masked_where()",
    "numpy.ma.MaskedArray()",
    "numpy.ma.ones()",
    "numpy.ma.zeros()",
  ]
}
