import KaleAnalysis
import KaleRules
import KaleWorkspace

/// One go through the notebooks that a command line names: what was found, what was put right, and what could not be read.
package struct NotebookRun {
  /// What was found.
  package private(set) var report: CheckReport
  private let selection: FindingSelection
  private let applicability: FixApplicability
  private var failures: [FileSystem.Failure] = []
  private var fixCount = 0
  private var fixedNotebookCount = 0

  /// Creates a run that has handled nothing yet.
  ///
  /// - Parameters:
  ///   - selection: What is shown, and put right.
  ///   - isUnsafe: Whether suggested fixes are applied too, where a finding has exactly one.
  package init(_ selection: FindingSelection, isUnsafe: Bool = false) {
    self.selection = selection
    applicability = isUnsafe ? .suggested : .safe
    report = CheckReport(selection)
  }

  /// Reads each notebook, gives it to `handle` and reports on what that gives back. Of what cannot be read or written the
  /// person is told at the end; the others are handled all the same.
  package mutating func forEachNotebook(
    in paths: [String],
    _ handle: (NotebookFile, inout NotebookRun) throws(FileSystem.Failure) -> NotebookFile
  ) {
    for argument in paths {
      do {
        let listing = try NotebookFile.listing(of: argument)
        for path in listing.files {
          do {
            let file = try NotebookFile(path: path)
            report.add(try handle(file, &self))
          } catch {
            failures.append(error)
          }
        }
        failures += listing.failures
        for link in listing.links {
          StandardError.write(
            "kale-lsp: \(link) was passed over: it is a symbolic link. Name it as an argument to include it.")
        }
      } catch {
        failures.append(error)
      }
    }
  }

  /// Puts a notebook right and writes it, or prints how it would change; gives it as it is then. `made` is told of each fix.
  package mutating func repair(
    _ file: NotebookFile, for purpose: NotebookRepair.Purpose, showsDiff: Bool,
    made: (_ title: String) -> Void = { _ in }
  ) throws(FileSystem.Failure) -> NotebookFile {
    if purpose == .migration, !file.analysis.isKaleNotebook {
      StandardError.write(
        "kale-lsp: \(file.path) is not a Kale notebook: no tag and no configuration says so.")
    }
    let repair = FileRepair(of: file, for: purpose, applying: applicability, showing: selection)
    if showsDiff { print(repair.diff, terminator: "") } else { try repair.write() }
    for fix in repair.fixes { made(fix.title) }
    fixCount += repair.fixes.count
    if !repair.fixes.isEmpty { fixedNotebookCount += 1 }
    return repair.file
  }

  /// How much was put right, or would be.
  package func fixSummary(isDone: Bool) -> String {
    let problems = "\(fixCount) problem\(fixCount == 1 ? "" : "s")"
    let notebooks = "\(fixedNotebookCount) notebook\(fixedNotebookCount == 1 ? "" : "s")"
    return "\(isDone ? "Fixed" : "Would fix") \(problems) in \(notebooks)."
  }

  /// Says what went wrong and ends the command where something did, or where there are errors.
  package func end() throws {
    for failure in failures { StandardError.write("kale-lsp: \(failure)") }
    if !failures.isEmpty { throw ExitStatus.couldNotRun }
    if report.hasErrors { throw ExitStatus.errorsFound }
  }
}
