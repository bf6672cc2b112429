import JSONSyntax
import KaleAnalysis

/// Writes values of settings as the tags that express them.
struct StepSettingTags {
  /// Why no tag expresses a value.
  struct Fault: Error {
    /// What is wrong and what to do.
    let message: String
  }

  private let current: StepConfiguration
  private let changes: [String: JSONValue]

  /// `current`: what the tags say now; `changes`: the new values by setting.
  init(current: StepConfiguration, changes: [String: JSONValue]) {
    (self.current, self.changes) = (current, changes)
  }

  /// The tags that express the new value of a setting; none to unset it.
  func tags(for setting: StepSetting) throws(Fault) -> [String] {
    let value = changes[setting.id] ?? .null
    switch setting.content {
    case .image: return try word(value).map { ["image:\($0)"] } ?? []
    case .resource(let name):
      let written = current.limits.last { $0.isLimit(sameAs: KeyedValue(key: name, value: "")) }?.key
      return try word(value).map { ["limit:\(written ?? name):\($0)"] } ?? []
    case .acceleratorCount, .acceleratorKind: return try acceleratorTags()
    case .cache: return try word(value).map { ["cache:\($0)"] } ?? []
    case .report: return try word(value).map { ["report:\($0)"] } ?? []
    case .labels: return try pairs(value).map { "label:\($0.key):\($0.value)" }
    case .annotations: return try pairs(value).map { "annotation:\($0.key):\($0.value)" }
    case .secrets:
      return try rows(value, StepSetting.secretColumns.map(\.id)).map { row in
        "secret:" + row.joined(separator: ":")
      }
    }
  }

  /// The number of accelerators and their kind are one tag: each takes the other from the tag that is there.
  private func acceleratorTags() throws(Fault) -> [String] {
    let old = current.limits.last(where: \.isAccelerator)
    let kind = try changes["gpu-type"].map { (value) throws(Fault) in try word(value) } ?? old?.key
    let count: String?
    if let value = changes["gpu-count"] {
      count = try word(value)
    } else {
      count = old?.value ?? (kind == nil ? nil : "1")
    }
    guard let count else { return [] }
    return ["limit:\(kind ?? StepSetting.accelerators[0].value):\(count)"]
  }

  /// A text or number as a tag contains it; nil for nothing.
  private func word(_ value: JSONValue) throws(Fault) -> String? {
    switch value {
    case .null: return nil
    case .integer(let number): return "\(number)"
    case .double(let number): return "\(number)"
    case .string:
      let text = value.text ?? ""
      if text.isEmpty { return nil }
      if text.contains(where: \.isNewline) { throw Fault(message: "The value must be one line.") }
      return text
    default: throw Fault(message: "Expected a text or a number.")
    }
  }

  private func pairs(_ value: JSONValue) throws(Fault) -> [(key: String, value: String)] {
    try rows(value, ["key", "value"]).map { (row) throws(Fault) in
      if row[0].utf8.contains(UInt8(ascii: ":")) {
        throw Fault(message: "`\(row[0])` contains a colon, which a key cannot have.")
      }
      return (row[0], row[1])
    }
  }

  /// The values of some members of each object in a list.
  private func rows(_ value: JSONValue, _ keys: [String]) throws(Fault) -> [[String]] {
    guard value != .null else { return [] }
    guard case .array(let elements) = value else { throw Fault(message: "Expected a list.") }
    var rows: [[String]] = []
    for element in elements {
      var row: [String] = []
      for key in keys { row.append(try word(element[key] ?? .null) ?? "") }
      rows.append(row)
    }
    return rows
  }
}
