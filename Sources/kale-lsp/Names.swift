import ArgumentParser
import KaleCommandLine
import KaleWorkspace

struct Names: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "names",
    abstract: "Print what is made of the names in Python files, to find mistakes of kale-lsp itself.",
    discussion: """
      One line of JSON a file, in the order of the arguments: the names that pyflakes would call undefined, the names \
      that Kale could hand to a later step, the functions with the names they take from outside, and the names \
      called; or the place and message of the syntax error. Plain Python: IPython's syntax is an error here.

      Exit status: 0 all files read, with or without syntax errors, 2 a file could not be read.

      Examples:
        kale-lsp names module.py | jq .undefined
        kale-lsp names --files-from list.txt
      """)

  @Argument(help: "Python files.", completion: .file(extensions: ["py"]))
  var paths: [String] = []

  @Option(help: "A file that names one more file a line.", completion: .file())
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
      case .success(let line): print(line)
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
