import ArgumentParser
import KaleCommandLine
import KaleWorkspace

struct Names: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "names",
    abstract: "Print name analysis of Python files, for debugging.",
    discussion: """
      Prints one line of JSON per file, in the order of the arguments: names that pyflakes reports as undefined, names \
      that Kale may pass to a later step, functions with their free variables, and names that are called; or the \
      position and message of the syntax error. IPython syntax is an error here.

      Exit status: 0 if every file could be read (with or without syntax errors), 2 if not.

      Examples:
        kale-lsp names module.py | jq .undefined
        kale-lsp names --files-from list.txt
      """,
    shouldDisplay: false)

  @Argument(help: "Python files.", completion: .file(extensions: ["py"]))
  var paths: [String] = []

  @Option(help: "Read more paths from this file, one per line.", completion: .file())
  var filesFrom: String?

  func run() throws {
    var couldNotRun = false
    OrderedWork.run(on: try paths + listedPaths()) { path -> Result<String, FileSystem.Failure> in
      do throws(FileSystem.Failure) {
        return .success(try NamesReport(path: path).line)
      } catch {
        return .failure(error)
      }
    } deliver: { result in
      switch result {
      case .success(let line): StandardOutput.append(line)
      case .failure(let failure):
        StandardError.write("kale-lsp: \(failure.description)")
        couldNotRun = true
      }
    }
    if couldNotRun { throw ExitStatus.couldNotRun }
  }

  private func listedPaths() throws -> [String] {
    guard let filesFrom else { return [] }
    do {
      let list = try FileSystem.read(filesFrom)
      return list.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    } catch {
      throw ExitStatus.stop(error.description)
    }
  }
}
