/// Sizes of files as text.
package enum ByteCount {
  /// The size in the unit that suits it: `950 bytes`, `12 KB`, `3.2 MB`.
  package static func text(_ bytes: Int) -> String {
    switch bytes {
    case 1: return "1 byte"
    case ..<1000: return "\(bytes) bytes"
    case ..<999_500: return "\((bytes + 500) / 1000) KB"
    default:
      let units = [("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000)]
      let (unit, size) = units.last { bytes >= $0.1 } ?? ("MB", 1_000_000)
      let tenths = (bytes / (size / 100) + 5) / 10
      return "\(tenths / 10).\(tenths % 10) \(unit)"
    }
  }
}
