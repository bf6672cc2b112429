import KaleAnalysis
import NotebookModel

extension NotebookAnalysis {
  /// Whether the notebook is for Kale: its metadata or a tag that no other tool uses says so.
  package var isKaleNotebook: Bool {
    notebook.kaleMetadata != nil || !cells(with: .kaleTags).isEmpty
  }

  /// What every rule finds, in the order of the notebook.
  ///
  /// For a notebook that is not for Kale, it returns only that it cannot be read, or has a format that no Kale notebook
  /// has. `selection` decides what is shown of the notebooks that this one
  /// refers to.
  package func findings(showing selection: FindingSelection = FindingSelection()) -> [Finding] {
    guard isKaleNotebook else {
      return InvalidJSON.check(self) + UnsupportedFormat.check(self)
        + findings(for: .notANotebook, MalformedNotebook.description, kale: .refused)
    }
    let deviations = Dictionary(grouping: deviations, by: \.unit)
    var findings = RuleCatalogue.cellRules.flatMap { rule in
      cells(with: rule.traits).flatMap { rule.check($0, in: self) }
    }
    for rule in RuleCatalogue.stepRules {
      findings += rule.steps(in: self).flatMap { rule.check(StepContext($0, in: self, deviations)) }
    }
    let queries = RuleQueries(
      runtime: configuration.configuration.runtime(by: selection.runtime),
      findings: { [selection = selection.unrestricted] in selection.findings(in: $0) },
      unknownRule: { RuleSelector.error(about: $0) })
    for rule in RuleCatalogue.notebookRules where queries.shipsFiles || !rule.isAboutShippedFiles {
      findings += rule.check(self, asking: queries)
    }
    if queries.runtime == .exact { findings = findings.map(\.forExactRuntime) }
    return findings.inOrder().withOneSafeFixAPlace()
  }
}

extension Finding {
  /// The same finding where the pipeline is kale-lsp's own: what only Kale's pipeline fails of is a warning.
  fileprivate var forExactRuntime: Finding {
    guard isHandled, severity == .error else { return self }
    var finding = self
    finding.severity = .warning
    return finding
  }
}

extension [Finding] {
  /// The same findings in the order of the notebook; those at one place in the order of their rules' codes.
  fileprivate func inOrder() -> [Finding] {
    enumerated().sorted { left, right in
      let (leftPlace, rightPlace) = (left.element.place.order, right.element.place.order)
      guard leftPlace == rightPlace else { return leftPlace < rightPlace }
      let (leftCode, rightCode) = (left.element.rule.code, right.element.rule.code)
      return leftCode == rightCode ? left.offset < right.offset : leftCode < rightCode
    }.map { $0.element }
  }

  /// The same findings; where several are at one place, only the first has a safe fix: what is right for the others
  /// depends on what that makes of the place.
  fileprivate func withOneSafeFixAPlace() -> [Finding] {
    var placesWithSafeFix: Set<NotebookPlace> = []
    return map { finding in
      guard let safe = finding.fixes.firstIndex(where: { $0.applicability == .safe }),
        !placesWithSafeFix.insert(finding.place).inserted
      else { return finding }
      var finding = finding
      finding.fixes[safe].applicability = .suggested
      return finding
    }
  }
}

extension NotebookPlace {
  /// Cell, part of the cell, and place in the part: places compare as a person reads a notebook.
  fileprivate var order: (position: Int, part: Int, offset: Int) {
    switch self {
    case .notebook: (-1, 0, 0)
    case .metadata, .metadataKey: (-1, 1, 0)
    case .file(let range): (-1, 2, range.lowerBound)
    case .cell(let cell): (cell.position, 0, 0)
    case .tag(let cell, let index): (cell.position, 1, index.position)
    case .source(let cell, let range): (cell.position, 2, range.lowerBound)
    }
  }
}
