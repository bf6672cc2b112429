import JSONSyntax

/// A comparison of pipelines for programs.
struct ComparisonJSON {
  let comparison: PipelineComparison

  /// The text; the last line ends in a line break.
  var text: String {
    guard case .object(let members) = json(of: comparison.difference) else { return "" }
    let head: [JSONMember] = [
      JSONMember(key: "old", value: .string(comparison.old.label)),
      JSONMember(key: "new", value: .string(comparison.new.label)),
      JSONMember(key: "isSame", value: .bool(comparison.isEmpty)),
    ]
    return String(decoding: JSONValue.object(head + members).serialized(indent: 1), as: UTF8.self) + "\n"
  }

  private func json(of difference: PipelineDifference) -> JSONValue {
    [
      "settings": .array(difference.settings.map(json)),
      "parameters": .array(difference.parameters.map(json)),
      "sharedCode": .array(
        difference.sharedCode.map { ["tag": .string($0.tag), "code": .array(json(of: $0.code))] }),
      "steps": .array(difference.steps.map(json)),
    ]
  }

  private func json(of step: StepDifference) -> JSONValue {
    JSONValue(present: [
      "name": .string(step.name), "kind": .string(step.kind.rawValue),
      "oldName": step.oldName.map(JSONValue.string),
      "differences": .array(step.differences.map(json)), "code": .array(json(of: step.code)),
      "pipeline": step.notebook.first.map(json),
    ])
  }

  private func json(of difference: Difference) -> JSONValue {
    switch difference.change {
    case .value(let old, let new):
      [
        "subject": .string(difference.subject), "old": old.map(JSONValue.string) ?? .null,
        "new": new.map(JSONValue.string) ?? .null,
      ]
    case .list(let removed, let added):
      [
        "subject": .string(difference.subject), "removed": .array(removed.map(JSONValue.string)),
        "added": .array(added.map(JSONValue.string)),
      ]
    }
  }

  /// The lines that are new or gone, each with its sign in front.
  private func json(of code: LineDifference) -> [JSONValue] {
    code.lines.filter { $0.kind != .both }.map { .string($0.kind.rawValue + $0.text) }
  }
}
