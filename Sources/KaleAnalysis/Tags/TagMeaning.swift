/// What a tag means to Kale.
package enum TagMeaning: Sendable, Hashable {
  case special(SpecialTag)
  case step(String)
  case previous(String)
  case notebook(String)
  case limit(KeyedValue)
  case label(KeyedValue)
  case annotation(KeyedValue)
  case secret(SecretReference)
  case image(String)
  case cache(isEnabled: Bool)
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
