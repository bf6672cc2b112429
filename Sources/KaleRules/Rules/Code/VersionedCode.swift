import KaleAnalysis
import NotebookModel
import PythonSyntax

/// Finds the code of a notebook that the Python of its image does not accept.
struct VersionedCode {
  /// A piece of such code.
  struct Use {
    let place: NotebookPlace
    /// What it is, at the start of a sentence or after a verb.
    let noun: String
    /// The version of Python 3 that brought it, or took it away; 0 for what Python 3 never had.
    let minor: Int
    let isGone: Bool
    var replacement: String?
    /// The image whose Python does not accept it.
    let image: String
    /// Its Python; nil if that is not known, and no Python that can run steps accepts the code.
    let version: PythonVersion?
    /// A cell of a step that runs in the image.
    let runningCell: CellIndex
    /// Whether the step is certain to fail.
    let isCertain: Bool

    var versionText: String { version?.description ?? "a newer one" }
  }

  private let analysis: NotebookAnalysis
  private var pathsByName: [String: String]?

  init(_ analysis: NotebookAnalysis) { self.analysis = analysis }

  /// Returns what a cell has that an image which runs it does not accept, each place once for each image.
  mutating func uses(in cell: CellIndex) -> [Use] {
    var found: [Use] = []
    for running in analysis.cellsOfImages(running: cell) {
      let image = analysis.image(ofCell: running)
      let version = PythonVersion(ofImage: image.name)
      // Steps cannot run with an older one at all, which `old-image` says.
      if let version, version < PipelineRuntime.exact.oldestPython { continue }
      let isCertain =
        image.isNamed && PythonVersion.isNamed(inImage: image.name)
        && (cell == running || isMentioned(cell, by: running))
      let target = Target(
        cell: cell, running: running, image: image.name, version: version, isCertain: isCertain,
        isNamed: image.isNamed)
      found += syntax(in: target) + names(in: target)
    }
    return found
  }

  private struct Target {
    let cell: CellIndex
    let running: CellIndex
    let image: String
    let version: PythonVersion?
    let isCertain: Bool
    let isNamed: Bool
  }

  /// Returns the minor versions of Python 3 that brought what a cell uses, and that removed it, other than what no Python
  /// has that runs steps and what has a newer name.
  mutating func versions(in cell: CellIndex) -> [(first: Int?, end: Int?)] {
    let facts = analysis.facts[cell].facts
    let target = Target(
      cell: cell, running: cell, image: "", version: nil, isCertain: false, isNamed: false)
    let ofSyntax = facts.versionedSyntax.compactMap { syntax -> (first: Int?, end: Int?)? in
      if syntax.kind == .annotatedUnion, defersAnnotations { return nil }
      if syntax.kind == .union || syntax.kind == .annotatedUnion {
        guard certainty(of: syntax.range, in: facts, target) != nil else { return nil }
      }
      return (syntax.kind.firstMinor, nil)
    }
    let ofNames = facts.versionedNames.compactMap { name -> (first: Int?, end: Int?)? in
      guard let path = name.isImport ? name.path : resolved(name.path),
        certainty(of: name.range, in: facts, target) != nil
      else { return nil }
      if let end = VersionedNameTable.removals[path] {
        let isReplaced = VersionedNameTable.replacements[path] != nil
        return isReplaced || end <= PipelineRuntime.exact.oldestPython.minor ? nil : (nil, end)
      }
      return VersionedNameTable.additions[path].map { ($0, nil) }
    }
    return ofSyntax + ofNames
  }

  // MARK: Syntax

  private func syntax(in target: Target) -> [Use] {
    guard let version = target.version else { return [] }
    let facts = analysis.facts[target.cell].facts
    return facts.versionedSyntax.compactMap { syntax in
      let minor = syntax.kind.firstMinor
      guard version < PythonVersion(3, minor) else { return nil }
      var isCertain = target.isCertain && syntax.isCertain
      switch syntax.kind {
      case .annotatedUnion where defersAnnotations: return nil
      case .annotatedUnion, .union:
        guard let isAlways = certainty(of: syntax.range, in: facts, target) else { return nil }
        // What a definition evaluates is not all that it holds.
        isCertain = isCertain && (isAlways || syntax.kind == .annotatedUnion)
      default: break
      }
      return Use(
        place: .source(cell: target.cell, range: syntax.range), noun: noun(of: syntax.kind), minor: minor,
        isGone: false, image: target.image, version: version, runningCell: target.running,
        isCertain: isCertain)
    }
  }

  private var defersAnnotations: Bool {
    analysis.cells(with: .imports).contains {
      analysis.facts[$0].importedPaths.contains("__future__.annotations")
    }
  }

  private func noun(of kind: VersionedSyntax.Kind) -> String {
    switch kind {
    case .match: "`match`"
    case .namedIndex: "`:=` in an index"
    case .union, .annotatedUnion: "`|` between types"
    case .exceptGroup: "`except*`"
    case .starredIndex: "`*` in an index or annotation"
    case .typeAlias: "A `type` statement"
    case .typeParameters: "A list of type parameters"
    case .formatString: "An f-string with its own quotes or a backslash in a field"
    case .typeDefault: "The default of a type parameter"
    case .bareTypes: "`except` with types without parentheses"
    case .templateString: "A t-string"
    }
  }

  // MARK: Names

  private mutating func names(in target: Target) -> [Use] {
    let facts = analysis.facts[target.cell].facts
    return facts.versionedNames.compactMap { name in
      guard let path = name.isImport ? name.path : resolved(name.path),
        let (minor, isGone) = absence(of: path, in: target.version),
        let isAlways = certainty(of: name.range, in: facts, target)
      else { return nil }
      // No Python that can run steps has what is gone since long.
      let isOfEveryPython = isGone && minor <= PipelineRuntime.exact.oldestPython.minor
      return Use(
        place: .source(cell: target.cell, range: name.range), noun: noun(ofPath: path), minor: minor,
        isGone: isGone, replacement: isGone ? VersionedNameTable.replacements[path] : nil,
        image: target.image, version: target.version, runningCell: target.running,
        isCertain: isAlways && (target.isCertain || isOfEveryPython))
    }
  }

  private func absence(of path: String, in version: PythonVersion?) -> (minor: Int, isGone: Bool)? {
    if let minor = VersionedNameTable.removals[path] {
      let oldest = version ?? PipelineRuntime.exact.oldestPython
      return oldest >= PythonVersion(3, minor) ? (minor, true) : nil
    }
    guard let version, let minor = VersionedNameTable.additions[path], version < PythonVersion(3, minor)
    else { return nil }
    return (minor, false)
  }

  private func noun(ofPath path: String) -> String {
    let parts = path.split(separator: ".")
    let function = parts.dropLast().joined(separator: ".")
    let isArgument = ["zip", "dataclasses.dataclass", "dataclasses.field"].contains(function)
    return isArgument ? "Argument `\(parts[parts.count - 1])` of `\(function)`" : "`\(path)`"
  }

  /// The path of what a name stands for; nil if it is nothing of the standard library.
  private mutating func resolved(_ path: String) -> String? {
    let first = String(path.prefix { $0 != "." })
    if let start = paths()[first] { return start + path.dropFirst(first.utf8.count) }
    let isBuiltin = VersionedNameTable.additions[path] != nil && (path == first || first == "zip")
    let isBound = analysis.notebook.cells.indices.contains { analysis.facts[$0].binding(of: first) != nil }
    return isBuiltin && !isBound ? path : nil
  }

  /// What the imports of the notebook bind, where they agree.
  private mutating func paths() -> [String: String] {
    if let pathsByName { return pathsByName }
    let names = analysis.cells(with: .imports).flatMap { analysis.facts[$0].facts.imports }.flatMap(\.names)
    let paths = Dictionary(names.map { ($0.name, $0.path) }, uniquingKeysWith: { $0 == $1 ? $0 : "" })
    pathsByName = paths
    return paths
  }

  // MARK: Certainty

  /// Returns whether a place in a cell is certain to be reached; nil if the code seems to expect that it fails.
  private func certainty(of range: Range<Int>, in facts: CellFacts, _ target: Target) -> Bool? {
    guard let statement = facts.statements.first(where: { $0.range.contains(range.lowerBound) }) else {
      return false
    }
    if statement.kind == .import { return true }
    let source = analysis.notebook.cells[target.cell].source.utf8
    let text = String(
      decoding: source[(statement.range.lowerBound..<range.lowerBound).clamped(to: 0..<source.count)],
      as: UTF8.self)
    let words = text.split { !($0.isLetter || $0 == "_" || $0 == "@") }
    let isGuarded = words.contains { ["try", "if", "version_info", "hasattr", "suppress"].contains($0) }
    if isGuarded { return nil }
    return !["def", "class", "async", "while", "for", "with", "match"].contains(words.first ?? "")
      && !(words.first?.hasPrefix("@") ?? false) && !words.contains("lambda")
  }

  /// Whether the step of a cell mentions what another cell binds: else a step may be without the code.
  private func isMentioned(_ cell: CellIndex, by running: CellIndex) -> Bool {
    guard case .step(let unit) = analysis.outline.assignments[running] else { return false }
    let bound = Set(analysis.facts[cell].facts.bindings.map(\.name))
    return analysis.outline.units[unit].cells.contains {
      !analysis.facts[$0].facts.mentions.isDisjoint(with: bound)
    }
  }
}
