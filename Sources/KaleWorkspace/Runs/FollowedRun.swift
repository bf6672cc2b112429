import JSONSyntax

/// A run on a server that goes on when nobody follows it any longer.
package struct FollowedRun: Equatable {
  /// What the server calls it.
  let id: String
  /// Where the server shows it.
  let url: String?
  /// The command that stops it.
  let stopCommand: String?

  /// Reads a line of the driver's; nil if it does not say that a run was started.
  package init?(_ line: [UInt8]) {
    // Most lines are output, and this one comes once.
    guard line.count < 1 << 16 else { return nil }
    let tree = JSONTree(parsing: line)
    guard tree.isValid, let event = tree.root, event["event"]?.string == "started",
      let id = event["id"]?.string
    else { return nil }
    self.id = id
    url = event["url"]?.string
    stopCommand = event["stop"]?.string
  }

  /// What is said when the run is no longer followed.
  package var farewell: String {
    var lines = ["No longer following the run. It goes on" + (url.map { ": \($0)" } ?? " (ID \(id)).")]
    if url != nil, let stopCommand {
      lines.append("To stop it, choose Terminate there, or run:\n  \(stopCommand)")
    } else if let stopCommand {
      lines.append("To stop it, run:\n  \(stopCommand)")
    }
    return lines.joined(separator: "\n")
  }
}
