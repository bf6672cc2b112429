/// All rules, by scope.
package enum RuleCatalogue {
  /// The rules that see a cell.
  package static let cellRules: [any CellRule.Type] = [
    UnknownTag.self, ForeignTag.self, EmptyName.self, NonStringTag.self, MultipleSteps.self,
    TagWithoutStep.self, IgnoredTag.self, DuplicateTag.self, MalformedLimit.self, MalformedLabel.self,
    MalformedAnnotation.self, MalformedSecret.self, MalformedImage.self, MalformedCache.self,
    MalformedReport.self, MarkdownTag.self, InvalidAcceleratorLimit.self, LimitWithoutEffect.self,
    QuotedTag.self, SyntaxError.self, PercentLine.self, UnsupportedFunctionSyntax.self,
    SplitStatement.self, KernelName.self, UnansweredInput.self, InvalidResourceAmount.self,
    MalformedRequirement.self, CellLanguage.self, FormerModule.self,
    SessionName.self,
  ]

  /// The rules that see a unit and its data flow.
  package static let stepRules: [any StepRule.Type] = [
    SelfDependency.self, MissingNotebookPath.self, ReferenceWithCode.self, LostProvider.self,
    ConditionalBinding.self, RequestAboveLimit.self, UnreadableNotebook.self,
    CyclicNotebook.self, NestedNotebook.self, BorderName.self, HiddenRead.self,
  ]

  /// The rules that see the whole notebook.
  package static let notebookRules: [any NotebookRule.Type] = [
    InvalidStepName.self, ReservedStepName.self, OldBlockTag.self, ColonInValue.self, Cycle.self,
    UnknownPreviousStep.self, PreviousStepLater.self, IgnoredContinuationTag.self, DroppedCode.self,
    MetricsNotLast.self, NoStep.self, DuplicateName.self, OrphanedCode.self, InvalidParameter.self,
    SignedParameter.self, IPythonSyntax.self, InvalidMetric.self, MetricComment.self, UnassignedMetric.self,
    MissingName.self, UnderscoreName.self,
    StarImport.self, UnseenFreeName.self, UnseenBinding.self, AssignedParameter.self,
    ConflictingMakers.self,
    UnmarshallableOutput.self, PlainArray.self, UnloadableValue.self, ClassIdentity.self,
    ChangedElsewhere.self, SkippedEffect.self, MovedCell.self, ShadowedImport.self, StepImport.self,
    ImportsSideEffect.self, FunctionsSideEffect.self, FunctionReadsStepName.self, UnusedParameter.self,
    QuotedParameter.self, LocalModule.self, ShadowingModule.self, UnshippedModule.self, UnshippedFile.self,
    OversizedFiles.self, MissingConfiguration.self, UnknownConfiguration.self,
    InvalidConfiguration.self, CrashingStepsDefault.self, VolumeWithoutEffect.self, SingleWriterVolume.self,
    QuotedConfiguration.self, MarshalPath.self, ConfigurationWithoutEffect.self, VolumeClash.self,
    RootSecurityContext.self, KaleLosesSetting.self, IgnoredVolume.self, MissingFile.self, OldImage.self,
    KubernetesValue.self, UnmountableVolume.self,
    IncompleteVolume.self, ClaimBeyondServers.self,
    InvalidSetting.self, InvalidJSON.self, MalformedNotebook.self, UnsupportedFormat.self,
    NotebookLanguage.self, DuplicateCellID.self, UnknownIgnoredRule.self, RefusedNotebook.self,
    SharedVariable.self,
    CompositionCycle.self,
    InvalidNotebookName.self, ChangedByNotebook.self, AutomagicLine.self, LostProcessState.self,
    BuiltinName.self, ModuleVersion.self, OtherPython.self, TypingImport.self, EvaluatedText.self,
    LookedUpName.self, MissingVariable.self, MissingAccelerator.self, LocalAddress.self, UnorderedSteps.self,
    UnknownPackage.self, GuessedPackage.self, UninstallableModule.self, SameOutput.self,
  ]

  /// All of them, in the order of their codes.
  package static let rules: [any Rule.Type] =
    (cellRules.map { $0 as any Rule.Type } + stepRules + notebookRules).sorted {
      $0.description.code < $1.description.code
    }

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
