import KaleAnalysis
import KaleIDE
import KaleRules
import LanguageServerProtocol
import NotebookModel

/// Offers fixes of the findings in a range, changes of the cell's tags, and what can be done to the whole notebook.
enum CodeActionRequest: RequestMethod {
  static let method = "textDocument/codeAction"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    capabilities.codeActionProvider = CodeActionOptions(
      codeActionKinds: [.quickFix, .refactorRewrite, .sourceKaleCompile]
        + NotebookRepair.Purpose.allCases.map(\.kind))
  }

  static func answer(_ params: CodeActionParams, in session: Session) throws -> [CodeAction] {
    guard session.abilities.takesCodeActions,
      let notebook = session.documents.notebook(of: params.textDocument.uri)
    else { return [] }
    return try session.codeActions(params, notebook)
  }
}

extension Session {
  fileprivate func codeActions(
    _ params: CodeActionParams, _ notebook: OpenNotebook
  ) throws -> [CodeAction] {
    let cells = try notebook.cells(in: params.textDocument.uri, range: params.range, abilities.columns)
    let findings = findings(at: params, cells, notebook)
    let fixes = findings.filter { !$0.finding.fixes.isEmpty }
    let changes = TagActions.actions(
      forCells: cells,
      besides: fixes.flatMap(\.finding.fixes),
      in: notebook.analysis)
    var actions: [CodeAction] = []
    var menu = ActionMenu()
    if params.context.wants(.quickFix) {
      for (finding, location) in fixes {
        actions += quickFixes(for: finding, at: location, params, notebook, &menu)
      }
    }
    if params.context.wants(.refactorRewrite) {
      actions += changes.compactMap { action(for: $0, kind: .refactorRewrite, notebook) }
    }
    return actions + explainActions(findings, params.context, notebook)
      + repairActions(params.context, notebook) + compileActions(params.context, notebook)
  }

  /// The findings in a range, then the others of the same cells that the client shows at the range, or that begin in the
  /// cursor's line: you ask for what is wrong with a line wherever the cursor is in it.
  private func findings(
    at params: CodeActionParams, _ cells: [CellIndex], _ notebook: OpenNotebook
  ) -> [(finding: Finding, location: Location)] {
    var here: [(finding: Finding, location: Location)] = []
    var nearby: [(finding: Finding, location: Location)] = []
    for finding in documents.shownFindings(of: notebook) {
      let location = notebook.location(of: finding.place, abilities.columns)
      guard location.uri == params.textDocument.uri else { continue }
      if location.range.touches(params.range) {
        here.append((finding, location))
      } else if let cell = finding.place.cell, cells.contains(cell),
        params.isAtLine(of: location.range) || params.context.shows(finding, at: location)
      {
        nearby.append((finding, location))
      }
    }
    return here + nearby
  }

  private func quickFixes(
    for finding: Finding, at location: Location, _ params: CodeActionParams, _ notebook: OpenNotebook,
    _ menu: inout ActionMenu
  ) -> [CodeAction] {
    let diagnostics = diagnostics(of: finding, at: location, in: notebook, knownTo: params.context)
    let safeFix = finding.safeFix
    return finding.fixes.compactMap { fix in
      guard menu.takes(fix) else { return nil }
      var action = action(for: fix, kind: .quickFix, notebook)
      action?.diagnostics = diagnostics
      if fix == safeFix { action?.isPreferred = true }
      return action
    }
  }

  /// The diagnostics of a finding, as the client sent them along if it did.
  func diagnostics(
    of finding: Finding, at location: Location, in notebook: OpenNotebook, knownTo context: CodeActionContext
  ) -> [Diagnostic] {
    let known = context.diagnostics.filter { $0.shows(finding, at: location) }
    return known.isEmpty ? [diagnostic(of: finding, at: location, in: notebook)] : known
  }

  private func action(for fix: Fix, kind: CodeActionKind, _ notebook: OpenNotebook) -> CodeAction? {
    FixAction(abilities: abilities).action(for: fix, kind: kind, in: notebook)
  }
}

/// Keeps a menu to a length that somebody reads, where each entry holds all tags of a cell, or all metadata of a notebook.
private struct ActionMenu {
  private var places = 100

  /// Whether there is a place for a fix.
  mutating func takes(_ fix: Fix) -> Bool {
    if fix.edits.allSatisfy(\.isOfSource) { return true }
    places -= 1
    return places >= 0
  }
}

extension NotebookEdit {
  /// Whether it changes text alone, and so is no larger than what it changes.
  fileprivate var isOfSource: Bool {
    if case .replaceSource = self { return true }
    return false
  }
}

extension CodeActionContext {
  /// Whether the client wants actions of a kind.
  func wants(_ kind: CodeActionKind) -> Bool {
    guard let only, !only.isEmpty else { return true }
    return only.contains { kind.isKind(of: $0) }
  }
}

extension CodeActionContext {
  /// Whether the client shows a finding where it asks.
  fileprivate func shows(_ finding: Finding, at location: Location) -> Bool {
    diagnostics.contains { $0.shows(finding, at: location) }
  }
}

extension Diagnostic {
  fileprivate func shows(_ finding: Finding, at location: Location) -> Bool {
    code == .string(finding.rule.code) && range == location.range && message == finding.message
  }
}

extension CodeActionParams {
  /// Whether the client asks about a cursor in the line in which a range begins.
  fileprivate func isAtLine(of other: PositionRange) -> Bool {
    range.start == range.end && range.start.line == other.start.line
  }
}

extension PositionRange {
  /// Whether the ranges share a character or an end.
  func touches(_ other: PositionRange) -> Bool { start <= other.end && other.start <= end }
}
