import KaleAnalysis
import KaleRules
import NotebookModel

/// What the rules find wrong with the values of a form, by field: of each field the most severe.
struct FieldProblems {
  private var problems: [String: FormField.Problem] = [:]
  /// Of each field the first error at the value itself.
  private var rejections: [String: String] = [:]

  /// The problems that have to do with the tags of a cell.
  init(ofCell cell: CellIndex, _ findings: [Finding], in analysis: NotebookAnalysis) {
    for finding in findings where finding.severity != .hint {
      guard let field = Self.field(of: finding, cell, analysis) else { continue }
      add(finding, to: field)
    }
  }

  /// The problems that have to do with the notebook's metadata.
  init(ofPipeline findings: [Finding], in analysis: NotebookAnalysis) {
    for finding in findings where finding.severity != .hint {
      if let field = PipelineSetting.field(of: finding, in: analysis) { add(finding, to: field) }
    }
  }

  /// The problem of a field; nil if there is none.
  subscript(field: String) -> FormField.Problem? { problems[field] }

  /// Why the value of a field cannot be written; nil if it can.
  func rejection(of field: String) -> String? { rejections[field] }

  /// The field with its problem.
  func marking(_ field: FormField) -> FormField {
    var field = field
    field.problem = problems[field.id]
    return field
  }

  private mutating func add(_ finding: Finding, to field: String) {
    if finding.severity == .error, finding.isAtValue, rejections[field] == nil {
      rejections[field] = finding.message
    }
    if let known = problems[field], known.severity <= finding.severity { return }
    problems[field] = FormField.Problem(
      message: finding.message, severity: finding.severity, code: finding.rule.code)
  }

  /// The field that a finding is about: that of the tag, or what the step runs after if a `prev:` tag is the remedy.
  private static func field(
    of finding: Finding, _ cell: CellIndex, _ analysis: NotebookAnalysis
  ) -> String? {
    switch finding.place {
    case .tag(cell, let index): return field(ofTag: index, of: cell, analysis)
    case .cell(cell): return CellForm.ID.role
    default: break
    }
    let isRemedy = finding.fixes.contains { fix in
      fix.edits.contains { edit in
        if case .addTag(cell, let tag) = edit { tag.hasPrefix("prev:") } else { false }
      }
    }
    return isRemedy ? CellForm.ID.previous : nil
  }

  private static func field(
    ofTag index: TagIndex, of cell: CellIndex, _ analysis: NotebookAnalysis
  ) -> String? {
    guard let parsed = analysis.tags[cell].entries[checked: index]?.parsed else { return CellForm.ID.role }
    switch parsed.meaning?.prefix ?? parsed.fault?.prefix {
    case .step: return CellForm.ID.name
    case .prev: return CellForm.ID.previous
    case .notebook, nil: return CellForm.ID.role
    default: break
    }
    if let meaning = parsed.meaning {
      return StepSetting.all.first { $0.isExpressed(by: meaning) }?.id ?? CellForm.ID.role
    }
    return parsed.fault?.prefix.flatMap { prefix in
      StepSetting.all.first { $0.prefix == prefix }?.id
    } ?? CellForm.ID.role
  }
}

extension Finding {
  /// Whether the finding is about a tag or the metadata, and not about code.
  fileprivate var isAtValue: Bool {
    switch place {
    case .tag, .metadata, .metadataKey: true
    case .source, .cell, .file, .notebook: false
    }
  }
}

extension TagFault {
  /// The word of the tag that is at fault; nil if it is no word of the language.
  var prefix: TagPrefix? {
    switch self {
    case .unknown, .oldBlock: nil
    case .emptyName(let prefix), .invalidName(let prefix, _), .malformed(let prefix, _): prefix
    }
  }
}
