import KaleRules

/// What tells the findings of a notebook from each other, and stays the same while the notebook is edited elsewhere.
struct Fingerprints {
  private let path: String
  /// How many findings there were of each kind so far.
  private var counts: [UInt64: Int] = [:]

  /// Creates the fingerprints of a notebook's findings.
  init(path: String) { self.path = path }

  /// Returns the fingerprint of the next finding: of equal findings, each has its own.
  mutating func next(for finding: Finding) -> String {
    var hash = Self.start
    for part in [path, finding.rule.code, finding.message] { Self.add(part, to: &hash) }
    let number = counts[hash, default: 0]
    counts[hash] = number + 1
    Self.add(String(number), to: &hash)
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }

  // FNV-1a, which needs to tell the findings of one project from each other and nothing more.
  private static let start: UInt64 = 0xCBF2_9CE4_8422_2325
  private static let factor: UInt64 = 0x0000_0100_0000_01B3

  private static func add(_ part: String, to hash: inout UInt64) {
    for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* factor }
    hash = hash &* factor
  }
}
