import KaleWorkspace

/// What the server needs of the machine it runs on, so that tests can give it another one.
package struct ServerEnvironment: Sendable {
  /// Begins to watch a process; to be called once the client has named its own.
  package var watchProcess: @Sendable (_ processID: Int) -> Void = ProcessWatch.exitWhenGone
  /// Starts a program.
  package var start: @Sendable (Program) throws(ProgramFailure) -> any RunningProgram = {
    program throws(ProgramFailure) in try ChildProcess(program)
  }
  /// The folder for files that can be recreated at any time; nil if the machine has no such folder.
  package var cacheFolder: @Sendable () -> String? = { CacheFolder.current }

  /// The folder for what cannot be recreated; nil if the machine has no such folder.
  package var dataFolder: @Sendable () -> String? = { DataFolder.current }

  /// The time between two notifications of the state of a run's steps in seconds.
  package var runStateInterval = RunInProgress.interval
  /// Calls a function after some seconds, on another thread.
  package var afterDelay: @Sendable (_ seconds: Double, _ function: @escaping @Sendable () -> Void) -> Void =
    {
      Delay.call(after: $0, $1)
    }

  /// Creates the environment of this machine.
  package init() {}
}
