import JSONSyntax

/// When a server runs a pipeline again and again, and how.
package struct ClusterSchedule: Sendable, Equatable {
  /// What starts a run.
  package enum Trigger: Sendable, Equatable {
    /// At the times of a cron expression.
    case cron(CronExpression)
    /// A number of seconds after the last run.
    case interval(seconds: Int)
  }

  /// The numbers of runs at a time that servers accept.
  package static let concurrencies = 1...10

  /// What starts a run.
  package let trigger: Trigger
  /// How many runs there are at a time.
  package let maxConcurrency: Int
  /// Whether runs that were missed are made up for.
  package let catchesUp: Bool

  /// Creates a schedule from what a person writes; one of `cron` and `interval` is to be given.
  ///
  /// - Throws: What is wrong with it.
  package init(
    cron: String?, interval: String?, maxConcurrency: Int?, catchesUp: Bool
  ) throws(RunProblem) {
    switch (cron, interval) {
    case (let cron?, nil): trigger = .cron(try CronExpression(cron))
    case (nil, let interval?): trigger = .interval(seconds: try Self.seconds(in: interval))
    default: throw RunProblem("A schedule has either a cron expression or an interval.")
    }
    self.maxConcurrency = maxConcurrency ?? 1
    self.catchesUp = catchesUp
    if !Self.concurrencies.contains(self.maxConcurrency) {
      throw RunProblem("The number of concurrent runs must be from 1 to 10, got \(self.maxConcurrency).")
    }
  }

  var members: [JSONMember] {
    var (cron, interval) = (JSONValue.null, JSONValue.null)
    switch trigger {
    case .cron(let expression): cron = .string(expression.withSeconds)
    case .interval(let seconds): interval = .integer(seconds)
    }
    return [
      JSONMember(key: "cron", value: cron), JSONMember(key: "interval", value: interval),
      JSONMember(key: "max_concurrency", value: .integer(maxConcurrency)),
      JSONMember(key: "catchup", value: .bool(catchesUp)),
    ]
  }

  // MARK: - Intervals

  private static let units: [(name: Character, seconds: Int)] = [
    ("w", 604_800), ("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1),
  ]

  /// The seconds of an interval such as `1h30m`.
  static func seconds(in text: String) throws(RunProblem) -> Int {
    var total = 0
    var digits = ""
    for character in text {
      if character.isASCII, character.isNumber {
        digits.append(character)
        continue
      }
      guard let unit = units.first(where: { $0.name == character }), let number = Int(digits) else {
        throw invalid(text)
      }
      let (product, overflows) = number.multipliedReportingOverflow(by: unit.seconds)
      let (sum, sumOverflows) = total.addingReportingOverflow(product)
      // No more than the server's type holds.
      guard !overflows, !sumOverflows, sum <= Int32.max else { throw invalid(text) }
      (total, digits) = (sum, "")
    }
    guard digits.isEmpty, total > 0 else { throw invalid(text) }
    return total
  }

  /// An interval as a person writes it.
  package static func text(ofSeconds seconds: Int) -> String {
    var rest = seconds
    var text = ""
    for unit in units where rest >= unit.seconds {
      text += "\(rest / unit.seconds)\(unit.name)"
      rest %= unit.seconds
    }
    return text.isEmpty ? "0s" : text
  }

  private static func invalid(_ text: String) -> RunProblem {
    RunProblem(
      "`\(text)` is not a valid interval. Expected numbers with units (s, m, h, d, w), for example 30m or 1h30m."
    )
  }
}
