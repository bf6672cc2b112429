/// The version of this program.
package enum KaleLSPVersion {
  /// The version, as the server announces it and compiled files name it.
  package static let current = "0.1.0"

  /// The program's name, its version and the start of its commit, as `--version` prints them.
  package static let full = full(ofCommit: EmbeddedText.commit_txt)

  /// Puts the version together.
  ///
  /// - Parameter text: The content of `commit.txt`: the commit, or what an archive of one would replace.
  /// - Returns: The name, the version and the start of the commit.
  package static func full(ofCommit text: String) -> String {
    let commit = text.filter { !$0.isWhitespace }
    let isCommit = commit.utf8.count >= shownLength && commit.allSatisfy { $0.isASCII && $0.isHexDigit }
    return "kale-lsp \(current)" + (isCommit ? " (\(commit.prefix(shownLength)))" : "")
  }

  /// So many digits of a commit are shown.
  private static let shownLength = 12
}
