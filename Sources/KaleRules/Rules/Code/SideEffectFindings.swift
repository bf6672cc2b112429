import KaleAnalysis
import NotebookModel
import PythonSyntax

extension SideEffect {
  /// Returns the findings about the side effects of the cells of a block: one for each statement, and one for the cells
  /// that belong to the block only because they have no tag.
  static func findings(
    in block: SpecialTag, _ rule: RuleDescription, _ analysis: NotebookAnalysis
  ) -> [Finding] {
    var effects = find(in: block, analysis)
    let emptied = emptiedFiles(in: block, analysis)
    let unsteady = unsteadyDefinitions(in: block, rule, analysis)
    guard !effects.isEmpty || !emptied.isEmpty else { return unsteady }
    effects.removeAll { effect in
      emptied.contains { $0.place.cell == effect.cell && $0.place.statement.overlaps(effect.effect.range) }
    }
    // A cell that needs a step fails in the first: that is reported, with the same remedy.
    let failing = SharedCellReads(analysis).cells
    effects.removeAll { failing.contains($0.cell) }
    // What a step changes has to be defined in a step, which another rule says.
    let changed = LostChangeSearch(analysis).changedSharedNames
    if !changed.isEmpty {
      effects.removeAll { !$0.effect.names(in: $0.cell, analysis).isDisjoint(with: changed) }
    }
    let inherited = InheritedCells(of: block, in: analysis)
    let severity = effects.map(\.effect.severity).min() ?? .information
    let because = because(block)
    let findings = effects.filter { !inherited.contains($0.cell) }.enumerated().compactMap { number, found in
      finding(found.effect, in: found.cell, because, rule, analysis, isFixed: number < mostFixes)
    }
    return emptied.map { finding($0, because, rule, analysis) } + findings
      + unsteady
      + inherited.findings(inCells: effects.map(\.cell), rule, severity: severity, kale: .accepted)
  }

  private static func because(_ block: SpecialTag) -> String {
    "because this is \(block == .imports ? "an imports" : "a functions") cell"
  }

  /// The findings about functions and classes whose defaults and attributes are identifiers or times, which are others in
  /// each step: `def stamp(at=time.time()):`.
  private static func unsteadyDefinitions(
    in block: SpecialTag, _ rule: RuleDescription, _ analysis: NotebookAnalysis
  ) -> [Finding] {
    let cells = analysis.outline.cells(of: block).filter { cell in
      analysis.facts[cell].facts.statements.contains { $0.runsCalls && $0.definedName != nil }
    }
    guard analysis.outline.units.count > 1, !cells.isEmpty else { return [] }
    let shared = analysis.state.sharedEffects
    return cells.flatMap { cell -> [Finding] in
      let places = (shared.uniqueValues + shared.clocks).filter { $0.cell == cell }
      guard !places.isEmpty else { return [] }
      return analysis.facts[cell].facts.statements.compactMap { statement in
        guard statement.runsCalls, let name = statement.definedName,
          let place = places.first(where: { $0.statement.overlaps(statement.range) }),
          analysis.unitsReading([name]).count > 1
        else { return nil }
        return Finding(
          rule, kale: .accepted, isHandled: true, at: .source(cell: cell, range: place.range),
          "With Kale's runtime, `\(name)` has another value here in each step \(because(block)). For Kale, compute it in a step."
        )
      }
    }
  }

  /// The finding about a side effect; nil for a value that only functions of all steps use, which none of them can hold.
  private static func finding(
    _ effect: SideEffect, in cell: CellIndex, _ because: String, _ rule: RuleDescription,
    _ analysis: NotebookAnalysis, isFixed: Bool
  ) -> Finding? {
    let place = NotebookPlace.source(cell: cell, range: effect.range)
    let names = effect.names(in: cell, analysis)
    let fixes = isFixed ? effect.moves(from: cell, analysis) : []
    if case .value(let name?) = effect.kind {
      let other =
        "With Kale's runtime, each step has another `\(name)` \(because). For Kale, compute it in a step."
      func isMade(at places: [StatePlace]) -> Bool {
        places.contains { $0.cell == cell && $0.statement.overlaps(effect.range) }
      }
      let shared = analysis.state.sharedEffects
      if analysis.unitsReading(names).count > 1, isMade(at: shared.uniqueValues) {
        return Finding(rule, kale: .accepted, isHandled: true, at: place, other, fixes: fixes)
      }
      // The step that needs it would begin to measure too late.
      if isMade(at: shared.clocks) {
        return Finding(rule, severity: .information, kale: .accepted, at: place, other)
      }
    }
    if case .value = effect.kind, analysis.sharedFunctionsRead(names) || analysis.mustBeShared(names) {
      return nil
    }
    return Finding(
      rule, severity: effect.severity, kale: .accepted, at: place,
      "\(effect.subject) in every step \(because). Move it to the step that needs it.", fixes: fixes)
  }

  /// The files that several steps use and that the cells of a block write from the start, one for each place.
  private static func emptiedFiles(in block: SpecialTag, _ analysis: NotebookAnalysis) -> [EmptiedFile] {
    guard analysis.outline.units.count > 1,
      !Set(analysis.cells(with: [.fileCalls, .processState])).isDisjoint(with: analysis.sharedCells)
    else { return [] }
    let cells = analysis.outline.cells(of: block)
    var statements: Set<StatePlace> = []
    return analysis.state.emptiedFiles.filter {
      cells.contains($0.place.cell) && statements.insert($0.place).inserted
    }
  }

  /// The finding about a file that is written from the start in every step.
  private static func finding(
    _ file: EmptiedFile, _ because: String, _ rule: RuleDescription, _ analysis: NotebookAnalysis
  ) -> Finding {
    let (writer, reader) = (analysis.stepName(file.writer), analysis.stepName(file.reader))
    let remedy =
      file.isLog ? "Open the log in mode `a`." : "Move it to step `\(writer)`, or open the file in mode `a`."
    var finding = Finding(
      rule, kale: .accepted, at: .source(cell: file.place.cell, range: file.place.range),
      "\(file.description) is emptied in every step \(because). Step `\(reader)` does not see what step `\(writer)` has "
        + "written. \(remedy)")
    finding.failsOnKale = true
    return finding
  }

  /// The largest number of statements that have a fix.
  private static let mostFixes = 10

  /// Whether some code has one of some names as a word, in functions and strings too.
  private static func hasWord(of names: Set<String>, in code: ArraySlice<UInt8>) -> Bool {
    let names = names.map { Array($0.utf8) }
    return code.split { !($0.isLetterOrDigit || $0 == UInt8(ascii: "_") || $0 >= 0x80) }.contains { word in
      names.contains { word.elementsEqual($0) }
    }
  }

  /// The bytes of the statement.
  private func statement(in cell: CellIndex, _ analysis: NotebookAnalysis) -> Range<Int>? {
    analysis.facts[cell].facts.statements.first { $0.range.overlaps(range) }?.range
  }

  /// The names that the statement binds.
  private func names(in cell: CellIndex, _ analysis: NotebookAnalysis) -> Set<String> {
    guard let statement = statement(in: cell, analysis) else { return [] }
    let bindings = analysis.facts[cell].facts.bindings
    return Set(bindings.filter { statement.contains($0.range.lowerBound) }.map(\.name))
  }

  /// Whether other code of imports and functions cells mentions one of the names.
  private func isUsedHere(
    _ names: Set<String>, in cell: CellIndex, _ analysis: NotebookAnalysis
  ) -> Bool {
    let statement = statement(in: cell, analysis) ?? range
    return analysis.sharedCells.contains { other in
      let source = analysis.notebook.cells[other].source.utf8
      let parts =
        other == cell ? [source[..<statement.lowerBound], source[statement.upperBound...]] : [source[...]]
      return parts.contains { Self.hasWord(of: names, in: $0) }
    }
  }

  /// The fix that moves the statement to the step that needs it: the one that uses the value, if all others that use it
  /// run after that step; for a call, the first that uses a name of it.
  private func moves(from cell: CellIndex, _ analysis: NotebookAnalysis) -> [Fix] {
    guard let statement = statement(in: cell, analysis) else { return [] }
    let unit: UnitIndex?
    switch kind {
    case .value:
      let names = names(in: cell, analysis)
      unit = isUsedHere(names, in: cell, analysis) || names.isEmpty ? nil : analysis.onlyUser(of: names)
    case .call:
      let reads = analysis.facts[cell].facts.reads.filter { statement.contains($0.range.lowerBound) }
      unit = analysis.units(using: Set(reads.map(\.name))).first
    case .block: unit = nil
    }
    return unit.flatMap { analysis.move(ofStatement: statement, in: cell, to: .start, of: $0) }.map {
      [$0]
    } ?? []
  }
}

extension StatementFact {
  /// The name of the function or class that the statement defines.
  fileprivate var definedName: String? {
    if case .definition(let name) = kind { name } else { nil }
  }
}

extension NotebookAnalysis {
  /// The units that use names of imports and functions cells, by themselves or by functions and classes of these cells.
  fileprivate func unitsReading(_ names: Set<String>) -> [UnitIndex] {
    let definitions = sharedCells.flatMap { facts[$0].facts.definitions }
    var (readers, fresh) = (names, names)
    while !fresh.isEmpty {
      let found = definitions.filter { $0.freeNames.contains(where: fresh.contains) }.map(\.name)
      fresh = Set(found).subtracting(readers)
      readers.formUnion(fresh)
    }
    return units(using: readers)
  }

  /// Whether several steps use the value of a name, and no runtime passes it from one to another: `key = functools.cmp_to_key(order)`.
  fileprivate func mustBeShared(_ names: Set<String>) -> Bool {
    guard let name = names.first, names.count == 1, case let readers = unitsReading(names), readers.count > 1
    else { return false }
    var origins = ValueOrigins(self)
    guard case .path(let path)? = origins.origin(ofSharedName: name, behind: readers[0]) else { return false }
    return release.marshalling.value(madeBy: path) != nil && !Marshalling.isPassedByExactRuntime(path)
  }

  /// Whether functions or classes of imports and functions cells read one of some names when they are used.
  fileprivate func sharedFunctionsRead(_ names: Set<String>) -> Bool {
    !names.isEmpty
      && sharedCells.contains { cell in
        facts[cell].facts.definitions.contains { $0.freeNames.contains(where: names.contains) }
      }
  }
}
