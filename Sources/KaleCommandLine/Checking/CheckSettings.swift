import KaleRules
import KaleSettings
import KaleWorkspace

/// All that decides what `check` and `fix` read, report and change.
package struct CheckSettings: Sendable {
  /// Which findings are reported, their severities, and which files are left out where folders are searched.
  package var command = CommandSettings(Settings())
  /// Whether files that are named are left out too.
  package var forcesExclusions = false
  /// How notebooks are fixed; nil if they are only checked.
  package var repair: NotebookRun.Repair?
  /// What is written.
  package var report = ReportSettings()
  /// What the exit status says.
  package var exit = ExitRules()

  /// Creates the settings of a check without options.
  package init() {}

  /// Creates the settings of a command.
  package init(_ command: CommandSettings) { self.command = command }

  /// What is left out where an argument leads.
  package func exclusions(for argument: String) -> FileExclusions {
    var exclusions = FileExclusions(
      settings: command.settings(forNotebookAt: CommandSettings.notebook(below: argument)))
    exclusions.isForced = forcesExclusions
    return exclusions.replaced { [command] folder in
      command.settings(forNotebookAt: CommandSettings.notebook(inFolder: folder))
    }
  }
}

/// What `check` writes, and where.
package struct ReportSettings: Sendable {
  /// How much is written besides the report.
  package enum Verbosity: Sendable, Comparable {
    /// Nothing at all but why the command could not run.
    case silent
    /// The findings and nothing else.
    case quiet
    /// Summaries and notes too.
    case normal
  }

  /// The form of the report; nil for `full` on a terminal and `concise` elsewhere.
  package var format: ReportFormat?
  /// The file to write the report to; nil for standard output.
  package var outputFile: String?
  /// How much is written besides the findings.
  package var verbosity = Verbosity.normal
  /// Whether the counts of rules are written instead of the findings.
  package var showsStatistics = false
  /// Whether the report marks what suggested fixes fix as it does what safe ones do.
  package var marksSuggestedFixes = false
  /// Whether the applied fixes are listed.
  package var showsFixes = false
  /// When colors are written.
  package var color = ColorChoice.auto
  /// Whether a long check shows how far it is.
  package var showsProgress = true

  /// Creates the settings of a report on standard output.
  package init() {}

  /// The form of the report, given where it goes: what is asked for, else what the file's name says, else what
  /// `KALE_LSP_OUTPUT_FORMAT` says.
  ///
  /// - Throws: The status to exit with, if the variable names no form, or statistics have not the form.
  func format(on terminal: Terminal) throws -> ReportFormat {
    let format =
      try format ?? outputFile.flatMap(ReportFormat.init(fileName:)) ?? preferredFormat()
      ?? (terminal.isPresent && outputFile == nil ? .full : .concise)
    if showsStatistics, !format.hasStatistics {
      throw ExitStatus.stop("--statistics cannot be combined with the output format `\(format.rawValue)`.")
    }
    return format
  }

  private func preferredFormat() throws -> ReportFormat? {
    guard let name = Preferences.outputFormat else { return nil }
    if let format = ReportFormat(name: name) { return format }
    let names = ReportFormat.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
    throw ExitStatus.stop(
      "The environment variable KALE_LSP_OUTPUT_FORMAT is `\(name)`, which is not an output format. Set it to one of \(names)."
    )
  }

  /// The look of the report, given where it goes.
  package func style(on terminal: Terminal) -> ReportStyle {
    var style = outputFile == nil ? ReportStyle(terminal) : .plain
    style.marksSuggestedFixes = marksSuggestedFixes
    switch color {
    case .auto: break
    case .always: style.hasColors = true
    case .never: style.hasColors = false
    }
    return style
  }
}

/// When colors are written.
package enum ColorChoice: String, CaseIterable, Sendable {
  /// On a terminal, unless `NO_COLOR` is set.
  case auto
  case always, never
}

/// What the exit status says of findings.
package struct ExitRules: Sendable {
  /// Whether the status is 0 whatever is found.
  package var ignoresFindings = false
  /// Whether warnings count as errors do.
  package var countsWarnings = false
  /// Whether it counts that something was fixed.
  package var countsFixes = false

  /// Creates the rules of a check without options: errors count.
  package init() {}
}
