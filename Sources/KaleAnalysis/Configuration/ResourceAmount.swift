/// Amounts of CPU and memory in the notation that the KFP SDK takes, which is narrower than Kubernetes' own.
///
/// The numbers are the SDK's to the last bit: it writes them beside the text into the pipeline spec.
package enum ResourceAmount {
  /// The number of cores that a quantity like `2`, `.5` or `500m` means; nil for one that the SDK rejects.
  package static func cores(_ text: String) -> Double? {
    let isThousandths = text.utf8.last == UInt8(ascii: "m")
    let number = isThousandths ? Substring(text.utf8.dropLast()) : text[...]
    let parts = number.utf8.split(
      separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    guard let last = parts.last, !last.isEmpty, parts.allSatisfy({ $0.allSatisfy(\.isDigit) }),
      let amount = finite(number)
    else { return nil }
    return isThousandths ? amount / 1000 : amount
  }

  /// The memory that a text such as `512Mi`, `4G` or `1000` asks for, in units of 10^9 bytes; nil for one that the SDK
  /// rejects.
  package static func gigabytes(_ text: String) -> Double? {
    let digits = text.utf8.prefix(while: \.isDigit)
    guard !digits.isEmpty, let amount = finite(Substring(digits)),
      let unit = bytes[String(Substring(text.utf8.dropFirst(digits.count)))]
    else { return nil }
    // As the SDK reckons: it does not multiply and divide where both are the same.
    let result = unit == gigabyte ? amount : amount * unit / gigabyte
    return result.isFinite ? result : nil
  }

  private static func finite(_ number: Substring) -> Double? {
    Double(number).flatMap { $0.isFinite ? $0 : nil }
  }

  private static let gigabyte = 1e9

  /// The bytes of each unit.
  private static let bytes: [String: Double] = [
    "": 1, "K": 1e3, "M": 1e6, "G": gigabyte, "T": 1e12, "P": 1e15, "E": 1e18,
    "Ki": 0x1p10, "Mi": 0x1p20, "Gi": 0x1p30, "Ti": 0x1p40, "Pi": 0x1p50, "Ei": 0x1p60,
  ]
}

// MARK: - What was meant

extension ResourceAmount {
  /// `500M` for thousandths of a core, and words after the number.
  static func cpuSuggestion(for text: String) -> String? {
    let (number, unit) = parts(of: text)
    switch unit {
    case "", "core", "cores", "cpu", "cpus": return number
    case "m", "mcpu", "millicores": return number + "m"
    default: return nil
    }
  }

  /// Units in other spellings, and fractions, which Kubernetes takes and the SDK does not: `1.5Gi` is `1536Mi`.
  static func memorySuggestion(for text: String) -> String? {
    let (number, spelling) = parts(of: text)
    guard let unit = unitSuggestion(for: spelling) else { return nil }
    if gigabytes(number + unit) != nil { return number + unit }
    // A fraction is whole in the next smaller unit, or near to it.
    guard let letter = unit.first, let step = letters.firstIndex(of: letter), step > 0,
      let amount = finite(number[...])
    else { return nil }
    let isBinary = unit.utf8.count > 1
    let whole = amount * (isBinary ? 1024 : 1000)
    guard let exact = Int(exactly: whole.rounded()), exact > 0 else { return nil }
    return "\(exact)\(letters[step - 1])\(isBinary ? "i" : "")"
  }

  private static let letters: [Character] = ["K", "M", "G", "T", "P", "E"]

  /// The unit of bytes that another spelling of one, such as `gb` or `GiB`, stands for.
  package static func unitSuggestion(for spelling: String) -> String? {
    var letters = spelling.uppercased()
    if letters.last == "B" { letters.removeLast() }
    let isBinary = letters.last == "I"
    if isBinary { letters.removeLast() }
    let unit = letters + (isBinary ? "i" : "")
    return bytes[unit] == nil ? nil : unit
  }

  /// The digits and points in front, and the letters after them in lower case.
  private static func parts(of text: String) -> (number: String, unit: String) {
    let number = text.utf8.prefix { $0.isDigit || $0 == UInt8(ascii: ".") }
    let unit = Substring(text.utf8.dropFirst(number.count)).lowercased()
    return (String(Substring(number)), unit.filter { $0 != " " && $0 != "_" })
  }
}
