import JSONSyntax

/// Reads `step_timeout` and `retries` of `metadata.kale_lsp`.
struct StepLimitsReading {
  private(set) var limits = StepLimits()
  private(set) var faults: [NotebookSettingFault] = []

  init(_ settings: JSONValue) {
    limits.timeout = number("step_timeout", from: 1, in: settings, at: [])
    readRetries(settings["retries"])
  }

  private static let retryKeys = ["count", "backoff_seconds", "backoff_factor", "backoff_max_seconds"]

  private mutating func readRetries(_ value: JSONValue?) {
    let path = ["retries"]
    guard let value, value != .null else { return }
    guard case .object(let members) = value else {
      faults.append(.init(path: path, reason: "`retries` must be an object with `count`"))
      return
    }
    for member in members where !Self.retryKeys.contains(member.key) {
      faults.append(.init(unknown: member.key, at: path, among: Self.retryKeys))
    }
    let seconds = number("backoff_seconds", from: 0, in: value, at: path)
    let most = number("backoff_max_seconds", from: 1, in: value, at: path)
    let factor = factor(value["backoff_factor"], at: path)
    if value["count"] == nil { faults.append(.init(path: path, reason: "`count` is missing from `retries`")) }
    guard let count = number("count", from: 0, in: value, at: path), count > 0 else { return }
    limits.retries = StepRetries(
      count: count, backoffSeconds: seconds, backoffFactor: factor, backoffMaxSeconds: most)
  }

  /// Reads an integer in the range of KFP and Kubernetes; nil if the key is absent or its value is not one.
  private mutating func number(
    _ key: String, from least: Int, in object: JSONValue, at path: [String]
  ) -> Int? {
    switch object[key] {
    case nil, .null: return nil
    case .integer(let number) where (least...Int(Int32.max)).contains(number): return number
    default:
      faults.append(
        .init(path: path + [key], reason: "`\(key)` must be an integer from \(least) to \(Int32.max)"))
      return nil
    }
  }

  private mutating func factor(_ value: JSONValue?, at path: [String]) -> Double? {
    switch value {
    case nil, .null: return nil
    case .integer(let number) where number >= 1: return Double(number)
    case .double(let number) where number >= 1 && number.isFinite: return number
    default:
      faults.append(
        .init(path: path + ["backoff_factor"], reason: "`backoff_factor` must be a number of at least 1"))
      return nil
    }
  }
}
