/// The Python function that returns the files that travel in a pipeline, which stands in the script once.
///
/// Text is a literal that reads as the file does; anything else is base64.
package struct ShippedFilesFunction {
  /// The name of the function.
  package static let name = "_kale_files"

  /// Linux limits an argument of a program to 131,071 bytes, and KFP passes the whole source of a step as one.
  private static let argumentLimit = 131_071
  /// So many characters of base64 are on a line.
  private static let lineLength = 100

  /// The source, ending in a line feed.
  package let source: String

  /// Creates the function.
  ///
  /// - Parameter files: Paths relative to the notebook's folder, with `/` between parts, and contents, in order.
  package init(_ files: [(path: String, bytes: [UInt8])]) {
    let entries = files.map { file in
      "        \(PythonLiteral.string(file.path)): \(Self.literal(file.bytes)),\n"
    }
    let needsBase64 = entries.contains { $0.contains("_base64.") }
    source = """
      def \(Self.name)():
          \"""Returns the files beside the notebook that its steps use.\"""

      """ + (needsBase64 ? "    import base64 as _base64\n\n" : "") + "    return {\n" + entries.joined()
      + "    }\n"
  }

  /// Whether a step's source with the function in front still fits into one argument.
  ///
  /// - Parameter stepSize: The bytes of the source without it.
  /// - Returns: Whether it fits; if not, ``ShippedFilesVariables`` passes the files.
  package func fits(besideSourceOf stepSize: Int) -> Bool {
    source.utf8.count + stepSize <= Self.argumentLimit
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
package enum ShippedFilesVariables {
  /// Kubernetes passes a variable to a program as one string, which Linux limits as it does an argument.
  private static let chunkSize = 96 << 10

  /// Returns the variables, in order.
  ///
  /// - Parameter files: Paths relative to the notebook's folder, with `/` between parts, and contents, in order.
  /// - Returns: Names and values.
  package static func variables(for files: [(path: String, bytes: [UInt8])]) -> [(
    name: String, value: String
  )] {
    let members = files.map { "\"\(escaped($0.path))\": \"\(Base64.text($0.bytes))\"" }
    let text = "{" + members.joined(separator: ", ") + "}"
    return text.chunks(of: chunkSize).enumerated().map { ("KALE_LSP_FILES_\($0.offset)", $0.element) }
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
