import JSONSyntax
import Testing

@testable import KaleWorkspace

@Suite struct CronExpressionTests {
  @Test(arguments: [
    ("0 6 * * *", "0 0 6 * * *"), ("  0\t6 * *  * ", "0 0 6 * * *"), ("15 0 6 * * *", "15 0 6 * * *"),
    ("*/15 8-17 * * 1-5", "0 */15 8-17 * * 1-5"), ("5/10 0 1,15 jan-MAR mon", "0 5/10 0 1,15 jan-MAR mon"),
    ("0 0 ? * SUN", "0 0 0 ? * SUN"), ("0 0 * * 7", "0 0 0 * * 0"),
    ("0 0 * * 0-7", "0 0 0 * * 0,1,2,3,4,5,6"),
    ("0 0 * * 1-7/2,3", "0 0 0 * * 0,1,3,5,3"), ("@daily", "@daily"), ("@hourly", "@hourly"),
  ])
  func itIsSentAsKFPReadsIt(written: String, sent: String) throws {
    #expect(try CronExpression(written).withSeconds == sent)
  }

  @Test(arguments: [
    ("", "expected five fields (minute, hour, day of month, month, day of week), got 0"),
    ("0 6 * *", "got 4"), ("0 0 6 * * * *", "got 7"), ("60 6 * * *", "the minute must be from 0 to 59"),
    ("0 24 * * *", "the hour must be"), ("0 0 0 * *", "the day of month must be from 1 to 31"),
    ("0 0 * 13 *", "the month must be"), ("0 0 * * 8", "the day of week must be"),
    ("0 0 L * *", "got `L`"), ("0 0 15W * *", "got `15W`"), ("0 0 * * 5#2", "got `5#2`"),
    ("0 0 * * mon-", "got `mon-`"), ("5-1 * * * *", "got `5-1`"), ("1-2-3 * * * *", "got `1-2-3`"),
    ("*/0 * * * *", "got `*/0`"), ("*/ * * * *", "got `*/`"), ("1,,2 * * * *", "got `1,,2`"),
    ("? * * * *", "got `?`"), ("٣ * * * *", "got `٣`"), ("-1 * * * *", "got `-1`"),
    ("99999999999999999999 * * * *", "the minute must be"), ("@reboot", "expected @hourly"),
    ("@every 1h", "Use `--schedule-every 1h` instead of `@every 1h`."),
  ])
  func whatIsWrongIsNamed(written: String, message: String) {
    #expect { try CronExpression(written) } throws: { "\($0)".contains(message) }
  }

  @Test(arguments: [
    ("0 0 6 * * *", "0 6 * * *"), ("15 0 6 * * *", "15 0 6 * * *"), ("@daily", "@daily"), ("", ""),
  ])
  func itIsShownWithoutSecondsThatAreZero(sent: String, shown: String) {
    #expect(CronExpression.displayed(sent) == shown)
  }
}

@Suite struct ClusterScheduleTests {
  private func schedule(
    cron: String? = nil, interval: String? = nil, maxConcurrency: Int? = nil
  ) throws -> ClusterSchedule {
    try ClusterSchedule(cron: cron, interval: interval, maxConcurrency: maxConcurrency, catchesUp: false)
  }

  @Test(arguments: [
    ("1s", 1), ("30m", 1_800), ("1h", 3_600), ("1d", 86_400), ("2w", 1_209_600), ("1h30m", 5_400),
  ])
  func anIntervalIsReadAndShown(written: String, seconds: Int) throws {
    #expect(try schedule(interval: written).trigger == .interval(seconds: seconds))
    #expect(ClusterSchedule.text(ofSeconds: seconds) == written)
  }

  @Test(arguments: [
    "", "90", "h", "1x", "1h30", "-1h", "1.5h", "0s", "1 h", "٣h", "99999999999999999999s", "9999999w",
    "9223372036854775807s1s",
  ])
  func whatIsNoIntervalIsAProblem(written: String) {
    #expect { try schedule(interval: written) } throws: { "\($0)".contains("is not a valid interval") }
  }

  @Test func thereIsOneTriggerAndALimit() {
    #expect(throws: RunProblem.self) { try schedule() }
    #expect(throws: RunProblem.self) { try schedule(cron: "@daily", interval: "1h") }
    for number in [-1, 0, 11] {
      #expect(throws: RunProblem.self) { try schedule(cron: "@daily", maxConcurrency: number) }
    }
  }
}

@Suite struct FollowedRunTests {
  private func farewell(_ fields: JSONValue) -> String? { FollowedRun(fields.serialized())?.farewell }

  @Test func theFarewellSaysHowToStopTheRun() {
    let url = farewell(["event": "started", "id": "r", "url": "http://x/#/r", "stop": "stop it"])
    #expect(
      url
        == "No longer following the run. It goes on: http://x/#/r\n"
        + "To stop it, choose Terminate there, or run:\n  stop it")
    let id = farewell(["event": "started", "id": "r", "url": nil, "stop": "stop it"])
    #expect(id == "No longer following the run. It goes on (ID r).\nTo stop it, run:\n  stop it")
  }

  @Test func otherLinesAreNone() {
    for line in ["", "text", "{", "[]", #"{"event": "output"}"#, #"{"event": "started"}"#] {
      #expect(FollowedRun(Array(line.utf8)) == nil)
    }
  }
}

@Suite struct ScheduledPipelineTests {
  private func schedule(_ json: JSONValue) throws -> ScheduledPipeline? {
    ScheduledPipeline(try #require(JSONTree(parsing: json.serialized()).root))
  }

  @Test func whatAServerLeavesOutHasAMeaning() throws {
    let bare = try #require(try schedule(["id": "i", "name": "n"]))
    #expect(bare.times == "" && bare.isEnabled && bare.maxConcurrency == 1 && !bare.catchesUp)
    #expect(try schedule(["id": "i"]) == nil)
    #expect(try schedule(["id": "i", "name": "n", "interval": 5_400])?.times == "every 1h30m")
    #expect(try schedule(["id": "i", "name": "n", "cron": "0 0 6 * * *"])?.times == "0 6 * * *")
  }
}
