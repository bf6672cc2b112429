import JSONSyntax
import KaleAnalysis
import KaleRules

/// Writes the form of the pipeline: what the notebook's metadata sets.
package enum PipelineForm {
  /// Returns the form of a notebook's pipeline.
  ///
  /// - Parameters:
  ///   - analysis: The analysis of the notebook.
  ///   - findings: What is shown of the notebook.
  /// - Returns: The form.
  package static func form(in analysis: NotebookAnalysis, findings: [Finding]) -> Form {
    let problems = FieldProblems(ofPipeline: findings, in: analysis)
    let name = analysis.configuration.configuration.pipelineName
    let fields = PipelineSetting.all.map { field(of: $0, in: analysis) } + StepDefaults.fields(in: analysis)
    return Form(
      subject: .pipeline, title: name.isEmpty ? "Pipeline" : "Pipeline \(name)",
      fields: fields.map { problems.marking($0) })
  }

  private static func field(of setting: PipelineSetting, in analysis: NotebookAnalysis) -> FormField {
    let owner =
      setting.owner == .kale ? analysis.notebook.kaleMetadata : analysis.notebook.kaleLSPMetadata
    var field = setting.field
    field.value = value(setting.path.reduce(owner) { $0?[$1] } ?? .null, of: field)
    if field.placeholder == nil { field.placeholder = placeholder(of: field.id, in: analysis) }
    if field.id == "base-image" { field.choices = analysis.namedImages.map { FormField.Choice($0) } }
    return field
  }

  /// A value of the metadata in the form in which the field has it.
  private static func value(_ value: JSONValue, of field: FormField) -> JSONValue {
    switch (field.kind, value) {
    case (.pairs, .object(let members)):
      return .array(
        members.map { member in
          ["key": .string(member.key), "value": member.value == .null ? "" : member.value]
        })
    case (.list, .array(let rows)) where !field.columns.isEmpty:
      return .array(
        rows.map { row in
          .object(
            field.columns.map { column in
              JSONMember(key: column.id, value: Self.value(row[column.id] ?? .null, of: column))
            })
        })
    default: return value
    }
  }

  private static func placeholder(of field: String, in analysis: NotebookAnalysis) -> String? {
    let names = ProposedNames(for: analysis)
    let configuration = analysis.configuration.configuration
    return switch field {
    case "pipeline-name": names.pipeline
    case "experiment-name": names.experiment
    case "base-image": analysis.release.defaults.baseImage
    case "marshal-path": analysis.release.defaults.marshalPath
    case "packages": configuration.runtime == .kale ? "what the notebook imports" : "what the step needs"
    default: nil
    }
  }
}
