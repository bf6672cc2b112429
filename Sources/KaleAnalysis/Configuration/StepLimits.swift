/// How long each step may take, and how often it is tried again.
package struct StepLimits: Sendable, Equatable {
  /// Seconds after which a step is stopped; nil for never.
  package var timeout: Int?
  /// How a failed step is tried again; nil for not at all.
  package var retries: StepRetries?

  /// Creates limits; `timeout` is in seconds.
  package init(timeout: Int? = nil, retries: StepRetries? = nil) {
    self.timeout = timeout
    self.retries = retries
  }
}

/// How a step that fails is tried again.
package struct StepRetries: Sendable, Equatable {
  /// How many times, from 1 on.
  package var count: Int
  /// Seconds to wait before the first time; nil for KFP's default, none.
  package var backoffSeconds: Int?
  /// What the wait grows by each time; nil for KFP's default, 2.
  package var backoffFactor: Double?
  /// Seconds that it is tried for at most; nil for KFP's default, an hour.
  package var backoffMaxSeconds: Int?

  /// Creates a policy, with KFP's default for each nil.
  ///
  /// - Parameters:
  ///   - count: The number of attempts after the first.
  ///   - backoffSeconds: The seconds before the second attempt.
  ///   - backoffFactor: The factor by which each wait is longer than the one before.
  ///   - backoffMaxSeconds: The seconds after which no attempt is made.
  package init(
    count: Int, backoffSeconds: Int? = nil, backoffFactor: Double? = nil, backoffMaxSeconds: Int? = nil
  ) {
    self.count = count
    self.backoffSeconds = backoffSeconds
    self.backoffFactor = backoffFactor
    self.backoffMaxSeconds = backoffMaxSeconds
  }
}
