import ArgumentParser
import KaleLanguageServer

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what is wrong with notebooks.",
    discussion: """
      Exit status: 0 no errors, 1 errors found, 2 could not run.

      Examples:
        kale-lsp check train.ipynb
        kale-lsp check notebooks/ --output-format github
        kale-lsp check train.ipynb --output-format json | jq '.[].message'
      """)

  @Argument(help: "Notebooks, and folders of notebooks.", completion: .file(extensions: ["ipynb"]))
  var paths: [String]

  @Option(help: "How to print what is found.")
  var outputFormat = CheckReport.Format.text

  func run() throws {
    var report = CheckReport()
    var failures: [String] = []
    for argument in paths {
      do {
        for path in try NotebookFile.paths(in: [argument]) {
          do { report.add(try NotebookFile(path: path)) } catch { failures.append(error.description) }
        }
      } catch {
        failures.append(error.description)
      }
    }
    print(report.text(outputFormat), terminator: "")
    for failure in failures { StandardError.write("kale-lsp: \(failure)") }
    if !failures.isEmpty { throw ExitStatus.couldNotRun }
    if report.hasErrors { throw ExitStatus.errorsFound }
  }
}

extension CheckReport.Format: ExpressibleByArgument {}
