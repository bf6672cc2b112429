import KaleAnalysis
import NotebookModel

/// Every rule there is.
package enum RuleCatalogue {
  /// In the order of their codes.
  package static let rules: [any Rule.Type] = [
    UnknownTag.self, ForeignTag.self, InvalidStepName.self, EmptyName.self, NonStringTag.self,
    MultipleSteps.self,
    TagWithoutStep.self, IgnoredTag.self, DuplicateTag.self, MalformedLimit.self, MalformedLabel.self,
    MalformedAnnotation.self, MalformedSecret.self, MalformedImage.self, MalformedCache.self,
    MalformedReport.self,
    ReservedStep.self, OldBlockTag.self, MarkdownTag.self, AcceleratorLimit.self,
    LimitWithoutEffect.self, ColonInValue.self, QuotedTag.self,
    SelfDependency.self, Cycle.self, UnknownPreviousStep.self, PreviousStepLater.self, ContinuationTag.self,
    DroppedCode.self, MetricsNotLast.self, NoStep.self, DuplicateUnit.self, OrphanedCode.self,
    MissingNotebookPath.self, ReferenceWithCode.self,
    SyntaxErrorRule.self, IPythonSyntax.self, InvalidParameter.self, SignedParameter.self, InvalidMetric.self,
    MetricComment.self, UnassignedMetric.self, MissingNameRule.self, PercentLine.self,
    UnsupportedFunctionSyntax.self, SplitStatement.self,
    StarImport.self, UnseenFreeName.self, UnseenBinding.self, LostProvider.self, AssignedParameter.self,
    KernelName.self,
    ConflictingMakers.self, ConditionalBinding.self, UnmarshallableOutput.self, ChangedElsewhere.self,
    ShadowedImport.self, StepImport.self, ImportsSideEffect.self, FunctionsSideEffect.self,
    FunctionReadsStepName.self, UnusedParameter.self,
    QuotedParameter.self, UnderscoreName.self, LocalModule.self, UnknownPackage.self,
    MissingConfiguration.self, UnknownConfiguration.self, InvalidConfiguration.self,
    CrashingStepsDefault.self, VolumeWithoutEffect.self, SingleWriterVolume.self, QuotedConfiguration.self,
    MarshalPath.self, ConfigurationWithoutEffect.self, VolumeClash.self, RootSecurityContext.self,
    InvalidResourceAmount.self, RequestAboveLimit.self, KaleLosesSetting.self, IncompleteVolume.self,
    ClaimBeyondServers.self, InvalidSetting.self, MalformedRequirement.self,
    InvalidJSON.self, MalformedNotebook.self, UnsupportedFormat.self, DuplicateCellID.self,
    UnknownIgnoredRule.self,
    UnreadableNotebook.self, CyclicNotebook.self, NestedNotebook.self, RefusedNotebook.self,
    SharedVariable.self, CompositionCycle.self, BorderName.self, NotebookName.self, ChangedName.self,
  ]

  /// The rule of this name or code.
  package static func rule(named name: String) -> (any Rule.Type)? {
    rulesByName[name]
      ?? rulesByName[name.lowercased()].flatMap {
        $0.description.code.lowercased() == name.lowercased() ? $0 : nil
      }
  }

  /// Each rule under its name and under its code in lower case.
  private static let rulesByName: [String: any Rule.Type] = {
    var all: [String: any Rule.Type] = [:]
    for rule in rules {
      all[rule.description.name] = rule
      all[rule.description.code.lowercased()] = rule
    }
    return all
  }()
}

extension NotebookPlace {
  /// Cell, part of the cell, and place in the part: places compare as a person reads a notebook.
  fileprivate var order: (cell: Int, part: Int, offset: Int) {
    switch self {
    case .notebook: (-1, 0, 0)
    case .metadata, .metadataKey: (-1, 1, 0)
    case .file(let range): (-1, 2, range.lowerBound)
    case .cell(let cell): (cell, 0, 0)
    case .tag(let cell, let index): (cell, 1, index)
    case .source(let cell, let range): (cell, 2, range.lowerBound)
    }
  }
}

extension NotebookAnalysis {
  /// Whether the notebook is meant for Kale: its metadata says so, or a tag that no other tool has.
  package var isKaleNotebook: Bool {
    notebook.kaleMetadata != nil || !cells(with: .kaleTags).isEmpty
  }

  /// What every rule finds, in the order of the notebook.
  ///
  /// Of a notebook that is not meant for Kale only that is said which keeps one from telling: that it cannot be read,
  /// or has a format that no Kale notebook has. `selection` is what a person wants to see of the notebooks that this one
  /// refers to.
  package func findings(showing selection: FindingSelection = FindingSelection()) -> [Finding] {
    guard isKaleNotebook else {
      return InvalidJSON.check(self) + UnsupportedFormat.check(self)
        + findings(for: .notANotebook, MalformedNotebook.description, kale: .refused)
    }
    let findings = RuleCatalogue.rules.flatMap { $0.check(self, showing: selection) }
    return findings.enumerated().sorted { left, right in
      let (leftPlace, rightPlace) = (left.element.place.order, right.element.place.order)
      return leftPlace == rightPlace ? left.offset < right.offset : leftPlace < rightPlace
    }.map { $0.element }.withOneSafeFixAPlace()
  }
}

extension [Finding] {
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
