#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Writes a Swift file with a constant for each text file: `EmbedText OUTPUT.swift FILE…`.
///
/// A file `a-b.py` is `EmbeddedText.a_b_py`. `EmbedTextPlugin` runs it.
@main enum EmbedText {
  /// What is wrong with a file.
  enum Failure: Error, CustomStringConvertible {
    case usage
    /// The file contains what ends the literal, or is an escape in it.
    case delimiter(path: String)

    var description: String {
      switch self {
      case .usage: "usage: EmbedText OUTPUT.swift FILE…"
      case .delimiter(let path): "\(path) contains a quote or a backslash before \(EmbedText.delimiter)"
      }
    }
  }

  /// What stands around a literal and after the backslash of an escape, and hardly in a text.
  private static let delimiter = "####"

  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let output = arguments.first else { throw Failure.usage }
    let constants = try arguments.dropFirst().map(constant)
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

  /// The declaration of a file's constant.
  private static func constant(of path: String) throws -> String {
    let text = try String(contentsOf: URL(fileURLWithPath: path), encoding: .utf8)
    guard !text.contains("\"" + delimiter), !text.contains("\\" + delimiter), !text.contains("\r") else {
      throw Failure.delimiter(path: path)
    }
    let name = String(
      URL(fileURLWithPath: path).lastPathComponent.map { $0.isLetter || $0.isNumber ? $0 : "_" })
    // The line break before the closing quotes is not part of the literal.
    return "static let \(name) = \(delimiter)\"\"\"\n\(text)\n\"\"\"\(delimiter)"
  }
}
