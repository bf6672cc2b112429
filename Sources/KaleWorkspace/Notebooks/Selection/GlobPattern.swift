/// A glob as git reads one: `*`, `?`, `[a-z]` and `**`, compared with the bytes of a path.
///
/// The pattern is run as an automaton over the path, so that no pattern takes more time than its length times that of the
/// path: the patterns come from files of other people.
struct GlobPattern: Sendable {
  /// What is left of the pattern accepts a path from here on.
  enum Step: Sendable, Hashable {
    case byte(UInt8)
    /// Any byte that is not a slash.
    case any
    /// One of the bytes of a bracket expression.
    case oneOf(Set<UInt8>)
    /// Bytes that are not slashes, or none.
    case star
    /// Any bytes, or none.
    case everything
    /// Folders, each with its slash, or none. `folders` follows.
    case optionalFolders
    /// The rest of the folders that `optionalFolders` began.
    case folders
  }

  /// Nil for a malformed pattern, which accepts nothing.
  private let steps: [Step]?
  /// The path that the pattern accepts, if it accepts one only.
  private let literal: [UInt8]?
  /// What a name ends in, if that is all the pattern asks for.
  private let suffix: [UInt8]?

  /// Reads a pattern.
  ///
  /// - Parameters:
  ///   - pattern: The pattern.
  ///   - isPath: Whether it is compared with paths, in which `*` stays in one folder, or with names.
  init(_ pattern: ArraySlice<UInt8>, isPath: Bool) {
    steps = GlobReader.steps(of: pattern, isPath: isPath)
    literal = steps.flatMap { Self.bytes(of: $0[...]) }
    suffix = !isPath && steps?.first == .everything ? steps.flatMap { Self.bytes(of: $0.dropFirst()) } : nil
  }

  private static func bytes(of steps: ArraySlice<Step>) -> [UInt8]? {
    let bytes = steps.compactMap { step in if case .byte(let byte) = step { byte } else { nil } }
    return bytes.count == steps.count ? bytes : nil
  }

  /// Whether the pattern accepts a path, or a name, as a whole.
  func accepts(_ path: ArraySlice<UInt8>) -> Bool {
    guard let steps else { return false }
    if let literal { return path.elementsEqual(literal) }
    if let suffix { return path.count >= suffix.count && path.suffix(suffix.count).elementsEqual(suffix) }
    // The states of the automaton: steps that may come next, and the end of the pattern.
    var states = [Bool](repeating: false, count: steps.count + 1)
    var next = states
    states[0] = true
    Self.skipOptional(steps, &states)
    for byte in path {
      var isAlive = false
      for index in steps.indices where states[index] {
        let moves = Self.moves(steps[index], byte)
        if moves.stays { next[index] = true }
        if moves.advances { next[index + 1] = true }
        isAlive = isAlive || moves.stays || moves.advances
        states[index] = false
      }
      if !isAlive { return false }
      states[steps.count] = false
      swap(&states, &next)
      Self.skipOptional(steps, &states)
    }
    return states[steps.count]
  }

  private static func moves(_ step: Step, _ byte: UInt8) -> (stays: Bool, advances: Bool) {
    switch step {
    case .byte(let own): (false, own == byte)
    case .any: (false, byte != slash)
    case .oneOf(let set): (false, set.contains(byte))
    case .star: (byte != slash, false)
    case .everything: (true, false)
    case .optionalFolders: (false, false)
    case .folders: (true, byte == slash)
    }
  }

  /// Adds the states that follow without a byte.
  private static func skipOptional(_ steps: [Step], _ states: inout [Bool]) {
    for index in steps.indices where states[index] {
      switch steps[index] {
      case .star, .everything: states[index + 1] = true
      case .optionalFolders:
        states[index + 1] = true
        if index + 2 < states.count { states[index + 2] = true }
      case .byte, .any, .oneOf, .folders: break
      }
    }
  }

  private static let slash = UInt8(ascii: "/")
}
