import ArgumentParser
import KaleCommandLine
import KaleWorkspace

struct Schedule: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List or remove the schedules of a Kubeflow Pipelines server.",
    discussion: """
      `kale-lsp run --submit --schedule` creates one.

      Examples:
        kale-lsp schedule list --host http://localhost:8080
        kale-lsp schedule remove nightly --host http://localhost:8080
      """,
    subcommands: [List.self, Remove.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the schedules.")

    @Option(help: "Format of the list.")
    var outputFormat = ScheduleReport.Format.text

    @OptionGroup
    var connection: Connection

    func run() throws {
      let report = ScheduleReport(try connection.ask(.list))
      for line in report.lines(outputFormat) { StandardOutput.write(line) }
    }
  }

  struct Remove: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove a schedule. Runs that it has started go on.")

    @Argument(help: "Name or ID of the schedule.")
    var schedule: String

    @OptionGroup
    var connection: Connection

    func run() throws { _ = try connection.ask(.remove(schedule)) }
  }

  /// How the server is reached.
  struct Connection: ParsableArguments {
    @Option(help: "URL of the server. Defaults to what the KFP SDK finds.")
    var host: String?

    @Option(help: "Kubernetes namespace, on a server for several users.")
    var namespace: String?

    @Option(help: "Python interpreter with the KFP SDK.", completion: .file())
    var python: String?

    /// Asks the server, and prints what it says.
    ///
    /// - Returns: The schedules that it lists.
    /// - Throws: The status to exit with.
    func ask(_ action: ClusterScheduleRequest.Action) throws -> [ScheduledPipeline] {
      var request: ClusterScheduleRequest
      let child: ChildProcess
      do {
        request = try ClusterScheduleRequest(action, host: host, namespace: namespace, python: python)
      } catch {
        throw ExitStatus.stop("\(error)")
      }
      defer { request.cleanUp() }
      do {
        child = try ChildProcess(request.program)
      } catch {
        throw ExitStatus.stop("\(error)")
      }
      let interruption = Interruption()
      interruption.stop { child.stop() }
      let end = child.forEachLine { line in
        if let text = request.take(line) { StandardOutput.write(text) }
      }
      if let signal = interruption.signal { throw ExitCode(128 + signal) }
      if case .impossible(let message) = request.outcome(at: end) { throw ExitStatus.stop(message) }
      return request.schedules
    }
  }
}

extension ScheduleReport.Format: ExpressibleByArgument {}
