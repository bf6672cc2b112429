/// What an object is to another one, as far as a change of one is a change of the other.
enum ObjectLink: Hashable {
  case same
  /// An element or attribute of it; the key where code says it: `models["x"]`.
  case part(String?)
  /// It contains the other: `{"rows": rows}`, `Report(rows)`.
  case holder
  /// It contains elements or attributes of the other, or another container of them: `{"rows": list(rows)}`,
  /// `("load", table.shape)`, `SGD(model.parameters())`.
  case partHolder
  /// Another container of the same elements: `list(rows)`.
  case copy
  /// A part of what contains the other, or of a part of it: the other itself, or something beside it.
  case related
  /// Perhaps one of these, and perhaps none: the result of a function that the other was passed to.
  case possible

  /// What an element or attribute of the object is to the other one.
  func part(_ key: String?) -> ObjectLink {
    switch self {
    case .same, .copy: .part(key)
    case .part: .part(nil)
    case .holder, .partHolder, .related: .related
    case .possible: .possible
    }
  }

  /// What an object that contains the object is to the other one.
  var holder: ObjectLink {
    switch self {
    case .same, .holder, .related: .holder
    case .part, .copy, .partHolder: .partHolder
    case .possible: .possible
    }
  }

  /// What another container of the object's elements is to the other one.
  var copy: ObjectLink {
    switch self {
    case .same, .copy, .part, .related: .copy
    case .holder, .partHolder: self
    case .possible: .possible
    }
  }

  /// The link of the object to a third one, if the link of the other one to it is `next`.
  func then(_ next: ObjectLink) -> ObjectLink {
    switch (self, next) {
    case (.possible, _), (_, .possible): .possible
    case (.same, let link), (let link, .same): link
    case (.part(let key), _): next.part(key)
    case (.holder, _): next.holder
    case (.partHolder, _): next.part(nil).holder
    case (.copy, _): next.copy
    case (.related, _): .related
    }
  }

  /// The same without the key of a part.
  var withoutKey: ObjectLink { if case .part = self { .part(nil) } else { self } }

  /// Whether the object contains the other, or something of it.
  var isHolder: Bool { self == .holder || self == .partHolder }

  /// Whether an object that is this to a third shows a change of one that is `changed` to the third.
  func shows(_ changed: ObjectLink) -> Bool {
    switch (changed, self) {
    case (.possible, _), (.holder, _), (.partHolder, _), (.copy, _): false
    case (_, .same), (_, .holder): true
    case (.part, .partHolder), (.related, .partHolder): true
    case (.part(let one), .part(let other)): one != nil && one == other
    case (.part, .copy): true
    case (.same, _), (.part, _), (.related, _): false
    }
  }
}
