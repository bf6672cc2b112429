/// Cuts a stream of bytes into the messages that `Content-Length` headers announce.
///
/// Header fields may come in any order and case; unknown ones are passed over. After a header that cannot be
/// used, one error is given and everything up to the next `Content-Length:` is passed over. The work is linear
/// in the bytes fed, however they are cut.
package struct MessageFramer: Sendable {
  /// What the stream held.
  package enum Output: Sendable, Hashable {
    /// The body of one message.
    case message([UInt8])
    /// Bytes that are not a message. The framer skips to the next header that it can use.
    case error(FramingError)
  }

  /// A longer message, in bytes, is taken for an error of the peer.
  package static let maximumContentLength = 1 << 30
  private static let maximumLineLength = 8192
  /// So many bytes are set aside for a message on the word of its header alone.
  private static let maximumReservedLength = 1 << 26

  private enum Phase {
    case header
    /// Inside a body of which so many bytes are still to come.
    case body(missing: Int)
    /// After an error: so many bytes of the next `Content-Length:` have been seen.
    case resynchronisation(matched: Int)
  }

  private var phase = Phase.header
  /// The header line so far.
  private var line: [UInt8] = []
  /// Whether the header has a line already.
  private var hasFields = false
  private var contentLength: Int?
  private(set) var body: [UInt8] = []

  /// A framer at the start of a stream.
  package init() {}

  /// Takes the next bytes of the stream; gives what they complete.
  package mutating func feed(_ bytes: [UInt8]) -> [Output] {
    var outputs: [Output] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      switch phase {
      case .header: readHeader(&rest, &outputs)
      case .body(let missing): readBody(missing, &rest, &outputs)
      case .resynchronisation(let matched): resynchronise(matched, &rest)
      }
    }
    return outputs
  }

  private mutating func readBody(
    _ missing: Int, _ rest: inout ArraySlice<UInt8>, _ outputs: inout [Output]
  ) {
    let part = rest.prefix(missing)
    body.append(contentsOf: part)
    rest = rest.dropFirst(part.count)
    phase = .body(missing: missing - part.count)
    if part.count == missing { completeBody(&outputs) }
  }

  private mutating func completeBody(_ outputs: inout [Output]) {
    outputs.append(.message(body))
    body = []
    startHeader()
  }

  private mutating func startHeader() {
    phase = .header
    line = []
    hasFields = false
    contentLength = nil
  }
}

// MARK: - Headers

extension MessageFramer {
  /// Takes bytes up to the end of a line. Lines should end with CR and LF; LF alone is enough.
  private mutating func readHeader(_ rest: inout ArraySlice<UInt8>, _ outputs: inout [Output]) {
    let part = rest.prefix(Self.maximumLineLength - line.count)
    guard let end = part.firstIndex(of: UInt8(ascii: "\n")) else {
      line.append(contentsOf: part)
      rest = rest.dropFirst(part.count)
      if line.count == Self.maximumLineLength { fail(.malformedHeader, &outputs) }
      return
    }
    line.append(contentsOf: part[..<end])
    rest = rest[(end + 1)...]
    completeLine(&outputs)
  }

  private mutating func completeLine(_ outputs: inout [Output]) {
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    guard !line.isEmpty else { return completeHeader(&outputs) }
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return fail(.malformedHeader, &outputs) }
    if Self.lowercased(line[..<colon]).elementsEqual("content-length".utf8) {
      guard let length = Self.length(line[(colon + 1)...]) else { return fail(.badContentLength, &outputs) }
      contentLength = length
    }
    hasFields = true
    line = []
  }

  /// At an empty line. One that ends no header, as some clients send after a message, means nothing.
  private mutating func completeHeader(_ outputs: inout [Output]) {
    guard hasFields else { return startHeader() }
    guard let length = contentLength else { return fail(.missingContentLength, &outputs) }
    body.reserveCapacity(min(length, Self.maximumReservedLength))
    phase = .body(missing: length)
    if length == 0 { completeBody(&outputs) }
  }

  private mutating func fail(_ error: FramingError, _ outputs: inout [Output]) {
    outputs.append(.error(error))
    startHeader()
    phase = .resynchronisation(matched: 0)
  }

  /// Passes over bytes until a header field starts that can be used.
  private mutating func resynchronise(_ alreadyMatched: Int, _ rest: inout ArraySlice<UInt8>) {
    let mark = Array("content-length:".utf8)
    var matched = alreadyMatched
    for (index, byte) in zip(rest.indices, rest) {
      // The mark's first letter stands nowhere else in it, so a mismatch can only be the start of a new match.
      let letter = Self.lowercased(byte)
      matched = letter == mark[matched] ? matched + 1 : letter == mark[0] ? 1 : 0
      if matched == mark.count {
        rest = rest[(index + 1)...]
        startHeader()
        line = mark
        return
      }
    }
    rest = []
    phase = .resynchronisation(matched: matched)
  }

  /// The value of a field that is a plain decimal number in range, white space around it.
  private static func length(_ field: ArraySlice<UInt8>) -> Int? {
    let isSpace: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    var digits = field.drop(while: isSpace)
    while let last = digits.last, isSpace(last) { digits.removeLast() }
    guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let length = Int(String(decoding: digits, as: UTF8.self)), length <= maximumContentLength
    else { return nil }
    return length
  }

  private static func lowercased(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    bytes.map { lowercased($0) }
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}

/// A header from which no message can be read.
package enum FramingError: Error, Sendable, Hashable {
  case missingContentLength
  /// Not a decimal number, or more than `MessageFramer.maximumContentLength`.
  case badContentLength
  /// A line without a colon, or one too long.
  case malformedHeader

  /// One sentence without a full stop.
  package var message: String {
    switch self {
    case .missingContentLength: "the header has no Content-Length"
    case .badContentLength: "Content-Length is not a valid length"
    case .malformedHeader: "a header line does not have the form 'name: value'"
    }
  }
}
