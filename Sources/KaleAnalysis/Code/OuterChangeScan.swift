import PythonSyntax

/// Finds out cheaply whether functions of a cell may change what they are given, or variables outside them.
///
/// It looks at lines of blocks that begin with a name and store to a part of it, or call a method that changes it, and at
/// `global`. A name that such a line gives a new object to is the function's own, and not that of a function inside it. To
/// find too much costs only time.
struct OuterChangeScan {
  private typealias Bytes = ArraySlice<UInt8>

  private struct Names {
    var changed: Set<Bytes> = []
    var own: Set<Bytes> = []
  }

  /// The names of functions, and those of functions inside others.
  private var names = [Names(), Names()]
  /// How far the functions around the line are indented.
  private var functions: [Int] = []
  private var hasGlobal = false
  private var isInitializer = false

  /// Whether some function of the code may change something that is not its own.
  static func finds(in source: [UInt8]) -> Bool {
    var scan = OuterChangeScan()
    for line in source.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
      let code = line.drop(while: isSpace)
      guard let first = code.first, first != UInt8(ascii: "#") else { continue }
      let indentation = code.startIndex - line.startIndex
      scan.leaveFunctions(at: indentation)
      if indentation > 0 { scan.read(code) }
      let isFunction = code.starts(with: "def ".utf8) || code.starts(with: "async def ".utf8)
      if isFunction || indentation > 0, let body = bodyOnLine(code) { scan.read(body) }
      if isFunction { scan.functions.append(indentation) }
      if scan.hasGlobal { return true }
    }
    return scan.names.contains { !$0.changed.isSubset(of: $0.own) }
  }

  /// What follows the last colon of a line, as in `def count(): Run.total += 1`.
  private static func bodyOnLine(_ line: Bytes) -> Bytes? {
    guard let colon = line.lastIndex(of: UInt8(ascii: ":")) else { return nil }
    let body = line[(colon + 1)...].drop(while: isSpace)
    return body.isEmpty ? nil : body
  }

  private mutating func leaveFunctions(at indentation: Int) {
    while let last = functions.last, last >= indentation { functions.removeLast() }
  }

  private mutating func read(_ line: Bytes) {
    let name = line.prefix { $0.isLetterOrDigit || $0 == UInt8(ascii: "_") || $0 >= 0x80 }
    let rest = line[name.endIndex...]
    guard !name.isEmpty, let next = rest.first else { return }
    if name.elementsEqual("global".utf8) || name.elementsEqual("nonlocal".utf8) {
      hasGlobal = true
    } else if name.elementsEqual("def".utf8) {
      isInitializer = rest.starts(with: " __init__".utf8) || rest.starts(with: " __post_init__".utf8)
    } else if isInitializer, name.elementsEqual("self".utf8) {
      return
    } else if next == UInt8(ascii: ".") || next == UInt8(ascii: "[") {
      if Self.isChange(rest) { names[level].changed.insert(name) }
    } else if Self.isSpace(next) || next == UInt8(ascii: "=") {
      if Self.isFresh(rest) {
        names[level].own.insert(name)
      } else if Self.isUpdate(rest) {
        names[level].changed.insert(name)
      }
    }
  }

  /// The place in `names` for the line.
  private var level: Int { functions.count > 1 ? 1 : 0 }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  /// Whether what follows a name stores to a part of it or calls a method that changes it.
  private static func isChange(_ rest: Bytes) -> Bool {
    var depth = 0
    var lastDot = rest.startIndex
    for place in rest.indices {
      switch rest[place] {
      case UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ".") where depth == 0: lastDot = place
      case UInt8(ascii: "=") where depth == 0:
        return !isComparison(rest, at: place)
      case UInt8(ascii: "(") where depth == 0:
        let method = String(decoding: rest[lastDot..<place].dropFirst(), as: UTF8.self)
        return ChangeFact.certainty(ofCalling: method) != nil || method == "drop" || method.hasSuffix("na")
          || method.hasPrefix("sort") || method.hasPrefix("re") || PlotTable.draws(method)
      default: break
      }
    }
    return false
  }

  private static func isComparison(_ rest: Bytes, at equal: Int) -> Bool {
    let next = rest.index(after: equal)
    if next < rest.endIndex, rest[next] == UInt8(ascii: "=") { return true }
    return equal > rest.startIndex && "=!<>".utf8.contains(rest[equal - 1])
  }

  /// Whether an operator like `+=` follows.
  private static func isUpdate(_ rest: Bytes) -> Bool {
    guard let equal = rest.firstIndex(of: UInt8(ascii: "=")), equal > rest.startIndex else { return false }
    return "+-*/%&|^@".utf8.contains(rest[equal - 1])
  }

  /// Whether the value that follows `=` is a new object: a display, a constant or a call.
  private static func isFresh(_ rest: Bytes) -> Bool {
    let rest = rest.drop(while: isSpace)
    guard let equal = rest.first, equal == UInt8(ascii: "="), rest.dropFirst().first != equal else {
      return false
    }
    let value = rest.dropFirst().drop(while: isSpace)
    guard let first = value.first else { return false }
    return "[{('\"0123456789".utf8.contains(first) || value.contains(UInt8(ascii: "("))
  }
}
