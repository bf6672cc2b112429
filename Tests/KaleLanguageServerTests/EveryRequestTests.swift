import KaleTestSupport
import Testing

@testable import KaleLanguageServer

/// Each request and command has a test that asks it on every shape of a notebook.
@Suite struct EveryRequestTests {
  /// For each request, a test of its suite.
  private static let requests: [String: @Sendable () throws -> Void] = [
    // Every editor of a test sends it first.
    "initialize": { HoverRequestTests().aNameSaysWhereItComesFrom() },
    "shutdown": { ShutdownRequestTests().anOpenNotebookDoesNotKeepTheServer() },
    "textDocument/hover": { HoverRequestTests().aNameSaysWhereItComesFrom() },
    "textDocument/completion": { CompletionRequestTests().previousStepsAreThoseAbove() },
    "textDocument/definition": { DefinitionRequestTests().aNameLeadsToTheStepThatDefinesIt() },
    "textDocument/references": { ReferencesRequestTests().aNameIsFoundInAllStepsThatHaveIt() },
    "textDocument/documentHighlight": {
      DocumentHighlightRequestTests().aNameIsHighlightedWhereItIsDefinedAndUsed()
    },
    "textDocument/rename": { RenameRequestTests().aStepIsRenamedInEveryTagThatNamesIt() },
    "textDocument/prepareRename": { RenameRequestTests().aStepIsRenamedInEveryTagThatNamesIt() },
    "textDocument/codeAction": { CodeActionRequestTests().aFixChangesATag() },
    "codeAction/resolve": {
      ResolveCodeActionRequestTests().anActionForTheWholeNotebookGetsItsEditWhenItIsChosen()
    },
    "workspace/executeCommand": { GraphCommandTests().theGraphHasTheStepsAndWhatTheyPassOn() },
    "textDocument/diagnostic": { DiagnosticRequestTests().tagsAndNamesAreUnderlined() },
    "workspace/diagnostic": { WorkspaceDiagnosticRequestTests().aNotebookThatIsNotOpenIsReported() },
    "textDocument/codeLens": {
      CodeLensRequestTests().lensesStandAboveStepsAndThePipelinesAboveTheFirstCell()
    },
    "textDocument/inlayHint": { InlayHintRequestTests().hintsSayWhatStepsTakeAndLeadThere() },
    "textDocument/foldingRange": { FoldingRangeRequestTests().stepsFoldWithAllOfTheirCells() },
    "textDocument/documentLink": { DocumentLinkRequestTests().aReferenceLinksToItsNotebook() },
    "textDocument/documentSymbol": { DocumentSymbolRequestTests().symbolsAreStepsAndBlocksWithTheirCells() },
    "workspace/symbol": { WorkspaceSymbolRequestTests().stepsAreFoundByTheirLetters() },
    "kale/outline": { OutlineRequestTests().eachCodeCellSaysWhatItIs() },
    "kale/form": { FormRequestTests().theFormOfAStepHasItsTags() },
    "kale/checkForm": { FormRequestTests().newValuesAreChecked() },
    "kale/proposal": { ProposalRequestTests().eachCodeCellGetsARole() },
  ]

  /// For each command, a test of its suite.
  private static let commands: [String: @Sendable () throws -> Void] = [
    "kale.compile": { CompileCommandTests().everyShapeBecomesTheSamePipeline() },
    "kale.graph": { GraphCommandTests().theGraphHasTheStepsAndWhatTheyPassOn() },
    "kale.explainRule": { ExplainRuleCommandTests().theTextIsTheSameOnEveryShape() },
    "kale.readReport": { ReadReportCommandTests().aReportBesideTheNotebookIsRead() },
    "kale.run": { RunCommandTests().everyShapeRunsTheSamePipeline() },
    "kale.schedules": { ScheduleCommandsTests().schedulesAreListed() },
    "kale.removeSchedule": { ScheduleCommandsTests().aScheduleIsRemovedFromTheServerOfTheNotebook() },
    "kale.fixAll": { RepairCommandsTests().fixAllAppliesWhatIsSafe() },
    "kale.migrate": { RepairCommandsTests().migrateMakesTagsOfKale0() },
    "kale.setTags": { SetTagsCommandTests().setTagsGivesACellTheseTags() },
    "kale.renameStep": { RenameStepCommandTests().theStepOfACellIsRenamedInEveryTagThatNamesIt() },
    "kale.applyForm": { ApplyFormCommandTests().aCellBecomesAStepThatRunsAfterWhatItsDataNeeds() },
    "kale.applyProposal": { ProposalRequestTests().theProposalIsAppliedAtOnce() },
    "kale.previousStep": { StepCommandsTests().stepsFollowEachOther() },
    "kale.nextStep": { StepCommandsTests().stepsFollowEachOther() },
    "kale.applyNotebookEdit": { ApplyNotebookEditCommandTests().aCellGetsTheTagsThatTheEditNames() },
  ]

  @Test func everyRequestHasATest() {
    #expect(Set(Self.requests.keys) == Set(ServerMethods.requests.map { $0.method }))
    #expect(Set(Self.commands.keys) == Set(ServerMethods.commands.map { $0.name }))
  }

  @Test(arguments: requests.keys.sorted() + commands.keys.sorted())
  func theTestAsksOnEveryShape(name: String) throws {
    let test = try #require(Self.requests[name] ?? Self.commands[name])
    let log = RequestLog()
    try log.record(test)
    #expect(log.shapes(of: name) == Set(NotebookShape.allCases))
  }
}
