import ArgumentParser
import KaleWorkspace

/// The options that say what is written, and where.
package struct ReportOptions: ParsableArguments {
  @Option(
    help:
      "Output format. Defaults to that of the file's name (.json, .jsonl, .sarif, .xml), then to $KALE_LSP_OUTPUT_FORMAT, then to full on a terminal and concise elsewhere."
  )
  var outputFormat: ReportFormat?

  @Option(
    name: [.customShort("o"), .long], help: "File to write the report to; - for standard output.",
    completion: .file())
  var outputFile: String?

  @Flag(help: "Print how often each rule is broken instead of the problems.")
  var statistics = false

  @Flag(help: "List the applied fixes.")
  var showFixes = false

  @Option(help: "When to use colors.")
  var color: ColorChoice = .auto

  @Flag(help: "Do not show a progress bar.")
  var noProgress = false

  @Flag(name: .shortAndLong, help: "Print problems and nothing else.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Print nothing; only set the exit status.")
  var silent = false

  package init() {}

  /// Whether one of the options is about a report alone.
  package var isForReport: Bool {
    outputFormat != nil || outputFile != nil || statistics || showFixes || quiet || silent
  }

  /// Applies what the options say to settings.
  package func apply(to settings: inout ReportSettings) {
    settings.format = outputFormat ?? settings.format
    settings.outputFile = outputFile.flatMap { OutputFile.isStandardOutput($0) ? nil : $0 }
    settings.showsStatistics = statistics
    settings.showsFixes = showFixes
    settings.color = color
    settings.showsProgress = !noProgress && !quiet && !silent
    settings.verbosity = silent ? .silent : quiet ? .quiet : .normal
  }
}

extension ReportFormat: ExpressibleByArgument {
  package init?(argument: String) { self.init(name: argument) }
}

extension ColorChoice: ExpressibleByArgument {}
