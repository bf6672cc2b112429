import KaleAnalysis
import NotebookModel

/// The Python function that returns the files that travel in a pipeline, which stands in the script once.
///
/// Text is a literal that reads as the file does; anything else is base64.
struct ShippedFilesFunction {
  /// The name of the function for the files of the notebook that is not inside another.
  static let name = "_kale_files"

  /// So many characters of base64 are on a line.
  private static let lineLength = 100

  /// The source, ending in a line feed.
  let source: String

  /// Creates the function.
  ///
  /// - Parameters:
  ///   - files: The files, in order.
  ///   - name: The name of the function.
  init(_ files: [ShippedFiles.File], name: String = Self.name) {
    let entries = files.map { file in
      "        \(PythonLiteral.string(file.path)): \(Self.literal(file.bytes)),\n"
    }
    let needsBase64 = entries.contains { $0.contains("_base64.") }
    source = """
      def \(name)():
          \"""Returns the files beside the notebook that its steps use.\"""

      """ + (needsBase64 ? "    import base64 as _base64\n\n" : "") + "    return {\n" + entries.joined()
      + "    }\n"
  }

  /// The runtime takes the first and the last line feed away from text, as the literal adds both.
  private static func literal(_ bytes: [UInt8]) -> String {
    guard let text = text(bytes) else {
      let lines = Base64.text(bytes).chunks(of: lineLength).joined(separator: "\n")
      return "_base64.b64decode(\"\"\"\n\(lines)\n\"\"\")"
    }
    return hasPaddedBlankLine(text) ? lines(text) : PythonLiteral.block(text)
  }

  /// KFP empties a line of nothing but blanks, and a block has such lines emptied where they are only code.
  private static func hasPaddedBlankLine(_ text: String) -> Bool {
    text.utf8.split(separator: UInt8(ascii: "\n")).contains { line in
      line.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    }
  }

  /// A literal for each line.
  private static func lines(_ text: String) -> String {
    let lines = ("\n" + text + "\n").utf8.split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let literals = lines.dropLast().map { PythonLiteral.string(String(Substring($0)) + "\n") }
    return "(\n" + literals.map { "            \($0)\n" }.joined() + "        )"
  }

  /// The content as text; nil for what does not survive as a literal.
  private static func text(_ bytes: [UInt8]) -> String? {
    if bytes.contains(where: { $0 == 0 || $0 == UInt8(ascii: "\r") }) { return nil }
    return String(validating: bytes, as: UTF8.self)
  }
}

/// The environment variables that pass the files that travel in a pipeline to its steps, where they do not fit into the
/// source: JSON, with the base64 of each file by its path.
enum ShippedFilesVariables {
  /// Kubernetes passes a variable to a program as one string, which Linux limits as it does an argument.
  private static let chunkSize = 96 << 10

  /// Returns the variables, in order.
  ///
  /// - Parameter files: The files, in order.
  /// - Returns: Names and values.
  static func variables(for files: [ShippedFiles.File]) -> [KeyedValue] {
    let members = files.map { "\"\(escaped($0.path))\": \"\(Base64.text($0.bytes))\"" }
    let text = "{" + members.joined(separator: ", ") + "}"
    return text.chunks(of: chunkSize).enumerated().map {
      KeyedValue(key: "KALE_LSP_FILES_\($0.offset)", value: $0.element)
    }
  }

  /// A path in JSON, all of it ASCII, so that a chunk may end anywhere. Kubernetes replaces `$(` in a value.
  private static func escaped(_ path: String) -> String {
    var result = ""
    for unit in path.utf16 {
      let isPlain = (0x20..<0x7F).contains(unit) && unit != 0x22 && unit != 0x5C && unit != 0x24
      if isPlain {
        result.unicodeScalars.append(Unicode.Scalar(UInt8(truncatingIfNeeded: unit)))
      } else {
        let digits = String(unit, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    return result
  }
}

extension String {
  /// The text in pieces of so many bytes each; the text is ASCII.
  fileprivate func chunks(of size: Int) -> [String] {
    let bytes = Array(utf8)
    return stride(from: 0, to: bytes.count, by: size).map {
      String(decoding: bytes[$0..<Swift.min($0 + size, bytes.count)], as: UTF8.self)
    }
  }
}
