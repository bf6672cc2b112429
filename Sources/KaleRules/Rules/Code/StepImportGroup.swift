import KaleAnalysis
import NotebookModel
import PythonSyntax

/// Imports that Kale does not install and that one remedy mends, with the finding about them.
struct StepImportGroup {
  /// What tells remedies apart.
  private struct Cause: Hashable {
    /// The module, if only its package's name decides whether it can be installed.
    let guessedModule: String?
    let isNamespace: Bool
    /// Whether the steps have images of their own, which may contain the module.
    let hasImage: Bool
  }

  private let analysis: NotebookAnalysis
  private let cause: Cause
  /// For each step and module the imports, in the order of the notebook.
  private var parts: [MissingImports.Group] = []

  /// Groups imports by their remedy, in the order of the first ones. Imports that a comment exempts hide no others.
  static func groups(of parts: [MissingImports.Group], _ analysis: NotebookAnalysis) -> [StepImportGroup] {
    var groups: [StepImportGroup] = []
    var indices: [Cause: Int] = [:]
    for var part in parts {
      part.imports.removeAll {
        analysis.ignores(StepImport.description, at: .source(cell: $0.cell, range: $0.fact.range))
      }
      if part.imports.isEmpty { continue }
      let cause = Cause(
        guessedModule: PackageNames.isGuess(part.module) ? part.module : nil, isNamespace: part.isNamespace,
        hasImage: analysis.ownImage(of: part.unit) != nil)
      if let index = indices[cause] {
        groups[index].parts.append(part)
      } else {
        indices[cause] = groups.count
        groups.append(StepImportGroup(analysis: analysis, cause: cause, parts: [part]))
      }
    }
    return groups
  }

  /// Returns the finding, at the first of the imports; `moves` decides which of them can move.
  func finding(_ moves: inout ImportMoves) -> Finding {
    let all = Self.inOrder(parts)
    let places = all.map { NotebookPlace.source(cell: $0.cell, range: $0.fact.range) }
    let isHandled = analysis.configuration.configuration.packages.scope != .notebook
    let isSafe = all.allSatisfy { moves.isSafe($0.fact, in: $0.cell) }
    var fixes: [Fix] = []
    if !(isHandled && cause.isNamespace) {
      fixes = [fix(for: parts, .safe(if: isSafe))]
      // What is safe by itself needs no decision about the rest.
      let safe = parts.filter { $0.imports.allSatisfy { moves.isSafe($0.fact, in: $0.cell) } }
      if !isSafe, !safe.isEmpty { fixes.append(fix(for: safe, .safe)) }
    }
    return Finding(
      StepImport.description, severity: cause.hasImage ? .information : .warning, kale: .accepted,
      isHandled: isHandled, at: places.first ?? .notebook,
      "\(isHandled ? "Kale" : "The pipeline") does not install \(problem). \(remedy(isHandled: isHandled))",
      related: places.dropFirst().prefix(Self.mostRelated).map {
        .init($0, parts.count == 1 ? "`\(parts[0].module)` is imported here too." : "This is imported here.")
      },
      fixes: fixes)
  }

  /// The imports of all steps in the order of the notebook.
  private static func inOrder(_ parts: [MissingImports.Group]) -> [(cell: CellIndex, fact: ImportFact)] {
    parts.flatMap(\.imports).sorted {
      ($0.cell, $0.fact.range.lowerBound) < ($1.cell, $1.fact.range.lowerBound)
    }
  }

  /// More places are only counted.
  private static let mostRelated = 8

  private var problem: String {
    var seen: Set<String> = []
    let modules = parts.map(\.module).filter { seen.insert($0).inserted }
    let steps = Set(parts.map(\.unit)).sorted().map { analysis.outline.units[$0].name }
    let image = parts.first.flatMap { analysis.ownImage(of: $0.unit) }
    let (noun, verb) = modules.count + steps.count == 2 ? ("the import", "fails") : ("the imports", "fail")
    let exception =
      image.map { steps.count == 1 ? " unless image `\($0)` contains it" : " unless their images contain it" }
      ?? ""
    return "\(modules.enumeration) in step\(steps.count == 1 ? "" : "s") \(steps.enumeration): "
      + "\(noun) \(verb)\(exception)"
  }

  private func remedy(isHandled: Bool) -> String {
    if isHandled, cause.isNamespace { return "For Kale, use an image that contains it." }
    let what = parts.count == 1 ? "import" : "imports"
    return isHandled
      ? "For Kale, move the \(what) to an imports cell." : "Move the \(what) to an imports cell."
  }

  /// Moves the statements; one in a block, or on a line with others, stays and is repeated.
  private func fix(for parts: [MissingImports.Group], _ applicability: FixApplicability) -> Fix {
    var statements: [String] = []
    var seen: Set<String> = []
    var removals: [NotebookEdit] = []
    let imports = Self.inOrder(parts)
    for (cell, fact) in imports {
      let statement = analysis.text(of: fact.range, in: cell)
      if seen.insert(statement).inserted { statements.append(statement) }
      if let removal = analysis.removal(ofStatement: fact.range, in: cell) { removals.append(removal) }
    }
    let lines = statements.joined(separator: "\n")
    let first = lines.split(whereSeparator: \.isNewline).first.map(String.init) ?? lines
    let verb = removals.count == imports.count ? "Move" : "Add"
    let modules = Set(parts.map(\.module))
    let what =
      imports.count == 1
      ? "`\(first)`"
      : modules.count == 1 ? "\(imports.count) imports of `\(parts[0].module)`" : "\(imports.count) imports"
    return Fix(
      "\(verb) \(what) to the imports", applicability,
      [analysis.addition(toImports: lines, before: imports.first?.cell)] + analysis.joined(removals))
  }
}
