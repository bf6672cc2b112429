import JSONSyntax
import KaleRules
import NotebookModel

/// What can be set of a cell or of the pipeline, for an editor that draws it field by field.
package struct Form: Sendable, Hashable {
  /// What a form is about.
  package enum Subject: Sendable, Hashable {
    /// A code cell.
    case cell(CellIndex)
    /// The pipeline that the notebook describes.
    case pipeline
  }

  /// What the form is about.
  package let subject: Subject
  /// A heading: `Cell 3: step train`.
  package let title: String
  /// The fields, in the order in which they are shown.
  package let fields: [FormField]
}

/// A value that can be set.
package struct FormField: Sendable, Hashable {
  /// How a value is entered.
  package enum Kind: String, Sendable, Hashable {
    /// One of the choices.
    case choice
    /// A text. The choices are proposals.
    case text
    /// An integer.
    case number
    /// True or false.
    case toggle
    /// Names of steps.
    case steps
    /// Keys with values.
    case pairs
    /// A list of texts; if the field has columns, of objects.
    case list
  }

  /// The fields that an editor shows together.
  package enum Group: String, Sendable, Hashable {
    /// Those that are always shown.
    case main
    case resources, container, metadata, execution, volumes, security, packages, files
  }

  /// A value that a field can have.
  package struct Choice: Sendable, Hashable {
    /// The value.
    package let value: String
    /// What a list shows.
    package let label: String
    /// A few words about it; nil if the label says all.
    package let detail: String?

    init(_ value: String, _ label: String? = nil, detail: String? = nil) {
      self.value = value
      self.label = label ?? value
      self.detail = detail
    }
  }

  /// What is wrong with a value.
  package struct Problem: Sendable, Hashable {
    /// What is wrong and what to do.
    package let message: String
    /// The severity, as that of a finding.
    package let severity: Finding.Severity
    /// The code of the rule; nil if no rule reports it.
    package let code: String?
  }

  /// What the field is called in changes.
  package let id: String
  /// What the field is called on the screen: it fits 240 pixels.
  package let label: String
  /// The group that the field is shown in.
  package let group: Group
  /// How the value is entered.
  package let kind: Kind
  /// The value; null if it is not set.
  package var value: JSONValue = .null
  /// What holds where it is not set.
  package var placeholder: String?
  /// The values of a choice; proposals for a text.
  package var choices: [Choice] = []
  /// The steps of a field of that kind.
  package var steps: [StepChoice] = []
  /// What each element of a list has, if it is an object.
  package var columns: [FormField] = []
  /// A sentence about the field.
  package var help: String?
  /// What is wrong with the value.
  package var problem: Problem?

  init(
    _ id: String, _ label: String, _ group: Group, _ kind: Kind, choices: [Choice] = [],
    columns: [FormField] = [], placeholder: String? = nil, help: String? = nil
  ) {
    (self.id, self.label, self.group, self.kind) = (id, label, group, kind)
    (self.choices, self.columns, self.placeholder, self.help) = (choices, columns, placeholder, help)
  }
}

/// A step that another can run after.
package struct StepChoice: Sendable, Hashable {
  /// The step's name.
  package let name: String
  /// The step's place in the order of the outline, which decides its color.
  package let index: Int
  /// Whether the other step runs after it.
  package let isChosen: Bool
  /// The names that the other step takes from it.
  package let names: [String]
  /// Why it cannot be chosen; nil if it can.
  package let obstacle: String?
}
