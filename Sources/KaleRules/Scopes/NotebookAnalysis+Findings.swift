import KaleAnalysis
import NotebookModel

extension NotebookAnalysis {
  /// Whether the notebook has Kale's metadata, and no tag that is meant to be a step: Kale's panel in JupyterLab writes the
  /// metadata into every notebook that it is opened on, and notebooks that build their pipeline themselves tag their
  /// imports for it.
  var hasOnlyKaleMetadata: Bool {
    guard notebook.kaleMetadata != nil, outline.units.isEmpty, cells(with: .reservedName).isEmpty,
      // A malformed list of tags may have been meant for Kale.
      !notebook.problems.contains(where: { $0.kind == .malformed })
    else { return false }
    return suspectTags.allSatisfy { isNoStep($0.entry) }
      && cells(with: .kaleTags).allSatisfy { tags[$0].entries.allSatisfy(isNoStep) }
  }

  /// Whether a tag sets a role without a name, or belongs to another tool.
  private func isNoStep(_ entry: CellTags.Entry) -> Bool {
    guard let text = entry.text, let parsed = entry.parsed else { return false }
    if parsed.fault == .unknown { return ForeignTags.isForeign(text, in: release) }
    guard parsed.fault == nil, case .special = parsed.meaning else { return false }
    return true
  }

  /// What every rule finds, in the order of the notebook. Of a file that is not JSON, it returns nothing else.
  ///
  /// For a notebook that is not for Kale, it returns only that it cannot be read; for one with Kale's metadata that has no
  /// steps, also an offer. `selection` decides what is shown of the notebooks that this one refers to.
  package func findings(showing selection: FindingSelection = FindingSelection()) -> [Finding] {
    // Whatever else seems to be wrong with a broken file follows from that.
    let broken = InvalidJSON.check(self)
    guard broken.isEmpty else { return broken }
    guard isKaleNotebook else { return unreadableParts }
    if notebook.foreignLanguage != nil { return NotebookLanguage.check(self) }
    if hasOnlyKaleMetadata { return unreadableParts + NoStep.check(self) }
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
    var roles = InheritedRoles(self)
    let settled = HalfTypedCode(self).settled(findings, self)
    return roles.explained(settled.inOrder()).withOneSafeFixAPlace()
  }

  /// What keeps a file from being read as a notebook, whatever the notebook is for.
  private var unreadableParts: [Finding] {
    findings(for: .notANotebook, MalformedNotebook.description, kale: .refused)
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
