/// The times of a schedule, as cron has them. KFP's own form begins with the seconds, and it takes five fields for the seconds
/// to the month; everybody else writes the minutes first.
package struct CronExpression: Sendable, Equatable {
  /// KFP's form: six fields from the seconds on, or a word such as `@daily`.
  let withSeconds: String

  /// Reads an expression of five fields, of KFP's six, or a word such as `@daily`.
  ///
  /// - Throws: What is wrong with it.
  package init(_ text: String) throws(RunProblem) {
    let fields = text.split { $0 == " " || $0 == "\t" }.map(String.init)
    if fields.count == 1, fields[0].hasPrefix("@") {
      guard Self.words.contains(fields[0]) else { throw Self.unknownWord(text) }
      withSeconds = fields[0]
      return
    }
    if fields.first == "@every" { throw Self.unknownWord(text) }
    guard (5...6).contains(fields.count) else {
      throw Self.invalid(
        text, "expected five fields (minute, hour, day of month, month, day of week), got \(fields.count)")
    }
    var all = fields.count == 5 ? ["0"] + fields : fields
    for index in all.indices {
      guard let read = Self.fields[index].read(all[index]) else {
        throw Self.invalid(text, "\(Self.fields[index].requirement), got `\(all[index])`")
      }
      all[index] = read
    }
    withSeconds = all.joined(separator: " ")
  }

  /// KFP's form as everybody writes it: without seconds that are zero.
  package static func displayed(_ withSeconds: String) -> String {
    let fields = withSeconds.split(separator: " ")
    return fields.count == 6 && fields[0] == "0" ? fields.dropFirst().joined(separator: " ") : withSeconds
  }

  private static let words: Set = [
    "@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly",
  ]

  private static let fields = [
    Field(name: "second", range: 0...59), Field(name: "minute", range: 0...59),
    Field(name: "hour", range: 0...23), Field(name: "day of month", range: 1...31, allowsQuestionMark: true),
    Field(
      name: "month", range: 1...12,
      values: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]),
    Field(
      name: "day of week", range: 0...7, values: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
      allowsQuestionMark: true),
  ]

  private static func invalid(_ text: String, _ reason: String) -> RunProblem {
    RunProblem("`\(text)` is not a valid cron expression: \(reason).")
  }

  private static func unknownWord(_ text: String) -> RunProblem {
    if text.hasPrefix("@every ") {
      return RunProblem("Use `--schedule-every \(text.dropFirst("@every ".count))` instead of `\(text)`.")
    }
    return invalid(text, "expected @hourly, @daily, @weekly, @monthly or @yearly, got `\(text)`")
  }
}

/// A field of a cron expression.
private struct Field {
  let name: String
  let range: ClosedRange<Int>
  /// The names of the values, from the least on.
  var values: [String] = []
  var allowsQuestionMark = false

  var requirement: String {
    "the \(name) must be from \(range.lowerBound) to \(range.upperBound), `*`, a range, a step or a list"
  }

  /// The field as KFP reads it; nil for one that is none.
  func read(_ text: String) -> String? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { readPart(String($0)) }
    guard !parts.contains(nil) else { return nil }
    return parts.compactMap { $0 }.joined(separator: ",")
  }

  private func readPart(_ text: String) -> String? {
    let halves = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    var step: Int?
    if halves.count == 2 {
      guard let read = number(halves[1]), read > 0 else { return nil }
      step = read
    }
    let span = halves[0]
    if span == "*" { return text }
    if span == "?" { return allowsQuestionMark && step == nil ? text : nil }
    let ends = span.split(separator: "-", omittingEmptySubsequences: false).map { value(String($0)) }
    guard ends.count <= 2, let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last else {
      return nil
    }
    // KFP knows Sunday as 0 only.
    guard last == 7, range.upperBound == 7 else { return text }
    return Set(stride(from: first, through: last, by: step ?? 1).map { $0 % 7 }).sorted()
      .map(String.init).joined(separator: ",")
  }

  private func value(_ text: String) -> Int? {
    if let index = values.firstIndex(of: text.lowercased()) { return range.lowerBound + index }
    return number(text).flatMap { range.contains($0) ? $0 : nil }
  }

  private func number(_ text: String) -> Int? {
    text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
  }
}
