extension Unicode.Scalar {
  /// The scalar's number in lower-case hexadecimal, with zeros in front up to `digits`.
  func hexadecimal(digits: Int) -> String {
    let number = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - number.count)) + number
  }
}
