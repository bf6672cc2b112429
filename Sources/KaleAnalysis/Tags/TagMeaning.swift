/// What a tag means to Kale.
package enum TagMeaning: Sendable, Hashable {
  /// A tag that decides alone what the cell is.
  case special(SpecialTag)
  /// `step:NAME`, or the older `block:NAME`.
  case step(String)
  /// `prev:NAME`: the step runs after another.
  case previous(String)
  /// `notebook:NAME`: the cell is a reference to another notebook.
  case notebook(String)
  /// `limit:RESOURCE:VALUE`: a limit or request of the step's container.
  case limit(KeyedValue)
  /// `label:KEY:VALUE`: a label of the step's pod.
  case label(KeyedValue)
  /// `annotation:KEY:VALUE`: an annotation of the step's pod.
  case annotation(KeyedValue)
  /// `secret:NAME:KEY:VARIABLE`: a key of a secret, as an environment variable.
  case secret(SecretReference)
  /// `image:NAME`: the image of the step's container.
  case image(String)
  /// `cache:enabled` or `cache:disabled`.
  case cache(isEnabled: Bool)
  /// `report:enabled` or `report:disabled`.
  case report(isEnabled: Bool)
  /// A tag that Kale accepts and that has no effect, for example `skip` followed by a line break.
  case noEffect

  /// The word that such a tag begins with; nil for one without a colon.
  package var prefix: TagPrefix? {
    switch self {
    case .step: .step
    case .previous: .prev
    case .notebook: .notebook
    case .limit: .limit
    case .label: .label
    case .annotation: .annotation
    case .secret: .secret
    case .image: .image
    case .cache: .cache
    case .report: .report
    case .special, .noEffect: nil
    }
  }

  /// Whether the tag sets something of a step, so that its cell must name one.
  package var isConfiguration: Bool {
    switch self {
    case .limit, .label, .annotation, .secret, .image, .cache, .report: true
    case .special, .step, .previous, .notebook, .noEffect: false
    }
  }
}
