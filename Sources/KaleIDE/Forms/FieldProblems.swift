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
      add(finding, to: field, isRejected: finding.isAtValue && !Self.isAboutUnknownTag(finding, analysis))
    }
  }

  /// The problems that have to do with the notebook's metadata.
  init(ofPipeline findings: [Finding], in analysis: NotebookAnalysis) {
    for finding in findings where finding.severity != .hint {
      guard let field = PipelineSetting.field(of: finding, in: analysis) else { continue }
      add(finding, to: field, isRejected: finding.isAtValue)
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

  private mutating func add(_ finding: Finding, to field: String, isRejected: Bool) {
    if finding.severity == .error, isRejected, rejections[field] == nil {
      rejections[field] = finding.message
    }
    if let known = problems[field], known.severity <= finding.severity { return }
    problems[field] = FormField.Problem(
      message: finding.message, severity: finding.severity, code: finding.rule.code)
  }

  /// Whether a finding is about a tag that is none of Kale's: no field of the form has it.
  private static func isAboutUnknownTag(_ finding: Finding, _ analysis: NotebookAnalysis) -> Bool {
    guard case .tag(let cell, let index) = finding.place else { return false }
    return analysis.tags[cell].entries[checked: index]?.parsed?.fault == .unknown
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
    guard let entry = analysis.tags[cell].entries[checked: index], let parsed = entry.parsed else {
      return CellForm.ID.role
    }
    switch parsed.meaning?.prefix ?? parsed.fault?.prefix {
    case .step: return CellForm.ID.name
    case .prev: return CellForm.ID.previous
    case .notebook, nil: return CellForm.ID.role
    case .limit, .label, .annotation, .secret, .image, .cache, .report: break
    }
    let meaning = parsed.meaning ?? entry.text.flatMap(malformedLimit)
    let setting = StepSetting.all.first { setting in
      meaning.map(setting.isExpressed) ?? (setting.prefix == parsed.fault?.prefix)
    }
    return setting?.id ?? CellForm.ID.role
  }

  /// What a malformed limit was meant to limit.
  private static func malformedLimit(_ tag: String) -> TagMeaning? {
    let parts = tag.split(separator: ":", maxSplits: 2)
    guard parts.count > 1, parts[0] == TagPrefix.limit.rawValue else { return nil }
    return .limit(KeyedValue(key: String(parts[1]), value: ""))
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
