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

  /// Creates the environment of this machine.
  package init() {}
}
