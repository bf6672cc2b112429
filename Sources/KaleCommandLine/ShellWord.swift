import KaleWorkspace
import SourceText

/// Words of a command line, as a person can paste them into a shell.
package enum ShellWord {
  /// The word, between quotes where a shell would see more in it than itself.
  package static func quoted(_ word: String) -> String {
    if word.unicodeScalars.contains(where: Terminal.isControl) { return escaped(word) }
    let isPlain = !word.isEmpty && word.utf8.allSatisfy(isPlain)
    return isPlain
      ? word
      : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }

  /// The word as the shells of today read it with escapes: control characters would act on the terminal that shows it.
  private static func escaped(_ word: String) -> String {
    let content = word.replacingScalars { scalar in
      switch scalar {
      case "\n": "\\n"
      case "'", "\\": "\\\(scalar)"
      case _ where Terminal.isControl(scalar): String(scalar).utf8.map(hexadecimal).joined()
      default: nil
      }
    }
    return "$'\(content)'"
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }

  /// A path as a word that no command takes for an option.
  package static func path(_ path: String) -> String {
    quoted(path.utf8.first == UInt8(ascii: "-") ? "./" + path : path)
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "_"),
      UInt8(ascii: "-"), UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "@"):
      true
    default: false
    }
  }
}
