/// A program to start.
package struct Program: Sendable {
  /// The path of the executable file.
  package var path: String
  /// The arguments, without the name of the program.
  package var arguments: [String]
  /// What is different from this program's own environment.
  package var environment: [String: String]
  /// What it finds on its standard input.
  package var input: [UInt8]
  /// Whether its errors go where those of this program go, and not into the same stream as its output.
  var keepsErrorsApart = false
}

/// A program that cannot be started.
package struct ProgramFailure: Error, CustomStringConvertible {
  let path: String
  let reason: String

  package var description: String { "Cannot start \(path): \(reason)." }
}

/// How a program ended.
package enum ProgramEnd: Sendable, Equatable {
  /// It exited with this status.
  case status(Int32)
  /// A signal of this number ended it.
  case signal(Int32)
  case unknown
}

/// A program that has been started: what the server and the command line know of it.
package protocol RunningProgram: AnyObject, Sendable {
  /// Waits for each line of its output, without the line feed, until it has ended. To be called once.
  func forEachLine(_ handle: ([UInt8]) -> Void) -> ProgramEnd
  /// Asks it to end, and sees to it that it does. Does not wait.
  func stop()
  /// Waits until it has ended, and ends it then, with all that is left of its process group.
  func waitUntilEnded(seconds: Int)
}

/// Takes a stream of bytes apart into lines.
struct LineSplitter {
  /// A longer line is cut: no one reads it, and it has to be kept until it ends.
  static let longestLine = 1 << 20

  private var rest: [UInt8] = []

  /// The lines that end in the next bytes of the stream.
  mutating func feed(_ bytes: [UInt8]) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    for piece in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      append(piece)
      lines.append(rest)
      rest = []
    }
    // What follows the last line feed has not ended yet.
    rest = lines.popLast() ?? []
    return lines
  }

  /// The last line, of a stream that has ended; nil where it ended with a line feed.
  mutating func end() -> [UInt8]? {
    defer { rest = [] }
    return rest.isEmpty ? nil : rest
  }

  private mutating func append(_ piece: ArraySlice<UInt8>) {
    rest += piece.prefix(max(Self.longestLine - rest.count, 0))
  }
}
