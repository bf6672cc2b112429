#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Writes a Swift file with a constant for each text file: `EmbedText OUTPUT.swift [--git-log LOG] FILE…`.
///
/// A file `a-b.py` is `EmbeddedText.a_b_py`. In place of what an archive of a commit would replace, a file has the commit that
/// git's log ends with. `EmbedTextPlugin` runs it.
@main enum EmbedText {
  /// What is wrong with a file.
  enum Failure: Error, CustomStringConvertible {
    case usage
    /// The file contains what ends the literal, or is an escape in it.
    case delimiter(path: String)

    var description: String {
      switch self {
      case .usage: "usage: EmbedText OUTPUT.swift [--git-log LOG] FILE…"
      case .delimiter(let path): "\(path) contains a quote or a backslash before \(EmbedText.delimiter)"
      }
    }
  }

  /// What stands around a literal and after the backslash of an escape, and hardly in a text.
  private static let delimiter = "####"

  static func main() throws {
    var arguments = CommandLine.arguments.dropFirst()
    guard let output = arguments.popFirst() else { throw Failure.usage }
    var commit: Substring?
    if arguments.first == "--git-log" {
      commit = try arguments.dropFirst().first.flatMap(commitAtEnd)
      arguments = arguments.dropFirst(2)
    }
    let constants = try arguments.map { try constant(of: $0, commit) }
    let text = """
      /// The texts of files that are part of the program, by the files' names.
      enum EmbeddedText {
      \(constants.joined(separator: "\n"))
      }

      """
    let (data, file) = (Data(text.utf8), URL(fileURLWithPath: output))
    // A file that is as it was has nothing compiled again.
    if let former = try? Data(contentsOf: file), former == data { return }
    try data.write(to: file)
  }

  /// What `git archive` replaces by the commit; see `.gitattributes`.
  private static let placeholder = "$Format:%H$"

  /// The commit that a log of git's ends with, each line of which begins with the former and the new one.
  private static func commitAtEnd(ofLogAt path: String) throws -> Substring? {
    let log = try String(contentsOf: URL(fileURLWithPath: path), encoding: .utf8)
    return log.split(separator: "\n").last?.split(separator: " ").dropFirst().first
  }

  /// The declaration of a file's constant.
  private static func constant(of path: String, _ commit: Substring?) throws -> String {
    var text = try String(contentsOf: URL(fileURLWithPath: path), encoding: .utf8)
    if let commit { text = text.replacing(placeholder, with: commit) }
    guard !text.contains("\"" + delimiter), !text.contains("\\" + delimiter), !text.contains("\r") else {
      throw Failure.delimiter(path: path)
    }
    let name = String(
      URL(fileURLWithPath: path).lastPathComponent.map { $0.isLetter || $0.isNumber ? $0 : "_" })
    // The line break before the closing quotes is not part of the literal.
    return "static let \(name) = \(delimiter)\"\"\"\n\(text)\n\"\"\"\(delimiter)"
  }
}
