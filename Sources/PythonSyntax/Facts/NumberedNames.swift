extension BuiltinNames {
  /// Whether a name is IPython's name for the output or the input of a cell: `_3`, `_i3`.
  public static func isNumbered(_ name: String) -> Bool {
    guard name.utf8.first == UInt8(ascii: "_") else { return false }
    let number = name.utf8.dropFirst().drop { $0 == UInt8(ascii: "i") }
    return !number.isEmpty && name.utf8.count - number.count <= 2 && number.allSatisfy { $0 &- 0x30 < 10 }
  }
}
