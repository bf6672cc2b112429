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
        kale-lsp check notebooks/ --strict --ignore foreign-tag,KALE4
      """)

  @Argument(help: "Notebooks, and folders of notebooks.", completion: .file(extensions: ["ipynb"]))
  var paths: [String]

  @Option(help: "How to print what is found.")
  var outputFormat = CheckReport.Format.text

  @OptionGroup(title: "Rules")
  var options: SelectionOptions

  func run() throws {
    var report = CheckReport(options.selection)
    var failures: [FileSystem.Failure] = []
    for argument in paths {
      do {
        let listing = try NotebookFile.listing(of: argument)
        for path in listing.files {
          do { report.add(try NotebookFile(path: path)) } catch { failures.append(error) }
        }
        failures += listing.failures
        for link in listing.links {
          StandardError.write(
            "kale-lsp: \(link) was not checked: it is a symbolic link. Name it to check it.")
        }
      } catch {
        failures.append(error)
      }
    }
    print(report.text(outputFormat), terminator: "")
    for failure in failures { StandardError.write("kale-lsp: \(failure)") }
    if !failures.isEmpty { throw ExitStatus.couldNotRun }
    if report.hasErrors { throw ExitStatus.errorsFound }
  }
}

extension CheckReport.Format: ExpressibleByArgument {}
