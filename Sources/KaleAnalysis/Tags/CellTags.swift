import NotebookModel

/// The tags of one cell, read from left to right as Kale reads them.
package struct CellTags: Sendable {
  /// One tag of the cell's list.
  package struct Entry: Sendable, Hashable {
    /// The tag as written; nil for an element that is not a string.
    package var text: String?
    /// The parsed tag; nil for an element that is not a string.
    package var parsed: ParsedTag?
    /// Whether Kale looks at the tag at all: it stops reading at the first special tag.
    package var isRead: Bool

    /// Whether the tag is at fault, which is an error, and was most likely to be a `step:` or a `prev:`: these decide what
    /// runs after what.
    package func mayBeMeantForOrder(in release: KaleRelease) -> Bool {
      guard let text, let fault = parsed?.fault else { return false }
      switch fault {
      case .oldBlock, .emptyName(.step), .emptyName(.prev), .invalidName(.step, _), .invalidName(.prev, _):
        return true
      case .emptyName, .invalidName, .malformed: return false
      case .unknown: return [.step, .prev].contains(TagSuggestion.prefix(meantBy: text, in: release))
      }
    }
  }

  /// A name in a tag, and the tag that it is in.
  package struct Reference: Sendable, Hashable {
    /// The name, as written.
    package var name: String
    /// The index of the tag in the cell's list.
    package var tag: TagIndex
  }

  /// The role of the cell that the tags set.
  package enum Role: Sendable, Hashable {
    /// No role of its own: the cell joins what comes before it.
    case untagged
    /// The cell belongs to the block of a special tag.
    case special(SpecialTag)
    /// The cell belongs to the step of this name.
    case step(String)
    /// The cell is a reference to another notebook, by the name in its tag.
    case notebook(String)
  }

  /// Every element of the cell's list, in order.
  package private(set) var entries: TagArray<Entry> = []
  /// The special tag that ended the reading, by its index.
  package private(set) var special: TagIndex?
  /// Every `step:` tag read, the older `block:` too.
  package private(set) var steps: [Reference] = []
  /// Every `prev:` tag read.
  package private(set) var previous: [Reference] = []
  /// Every `notebook:` tag read.
  package private(set) var notebooks: [Reference] = []
  /// What the configuration tags say together.
  package var configuration: StepConfiguration { reading.configuration }
  private var reading = StepConfigurationReading()
  /// The configuration tags read, by their indices.
  package private(set) var configurationTags: [TagIndex] = []
  /// What the cell is.
  package private(set) var role = Role.untagged
  /// Whether a rule may have something to say of the tags: false for the many lists that are plainly right.
  private(set) var isSuspect = false

  /// Reads the tags of a cell, in the order of the cell's list.
  package init(_ tags: TagArray<NotebookTag>, of release: KaleRelease) {
    for (index, tag) in tags.indexed {
      let parsed = tag.text.map { ParsedTag($0, of: release) }
      entries.append(Entry(text: tag.text, parsed: parsed, isRead: special == nil))
      if special == nil, let meaning = parsed?.meaning { read(meaning, at: index) }
    }
    role = decideRole()
    isSuspect = !isPlainlyRight
  }

  /// Whether the tags are one special tag, or one step with tags of a right form that differ.
  private var isPlainlyRight: Bool {
    let texts = entries.compactMap(\.text)
    let isWellFormed = entries.allSatisfy { entry in
      entry.parsed?.fault == nil && entry.parsed?.meaning != .noEffect
        && entry.text?.utf8.last != UInt8(ascii: "\n")
    }
    guard texts.count == entries.count, Set(texts).count == texts.count, isWellFormed else { return false }
    if special != nil { return entries.count == 1 }
    guard case .step = role else { return entries.isEmpty }
    return steps.count == 1 && notebooks.isEmpty
  }

  /// Whether one of the tags belongs to Kale's language alone, so that the notebook is meant for Kale.
  var showKale: Bool {
    entries.contains { entry in
      guard let parsed = entry.parsed else { return false }
      switch parsed.fault {
      case nil: break
      case .unknown, .malformed, .emptyName, .oldBlock(name: nil): return false
      case .oldBlock, .invalidName: break
      }
      switch parsed.meaning {
      case .special(.pipelineParameters), .special(.pipelineMetrics), .step, .previous, .notebook, .limit,
        .secret,
        .cache, .report:
        return true
      // Words that other tools use too.
      case .special, .label, .annotation, .image, .noEffect, nil:
        return false
      }
    }
  }

  private mutating func read(_ meaning: TagMeaning, at index: TagIndex) {
    if meaning.isConfiguration { configurationTags.append(index) }
    switch meaning {
    case .special: special = index
    case .step(let name): steps.append(Reference(name: name, tag: index))
    case .previous(let name): previous.append(Reference(name: name, tag: index))
    case .notebook(let name): notebooks.append(Reference(name: name, tag: index))
    case .limit, .label, .annotation, .secret, .image, .cache, .report: reading.apply(meaning)
    case .noEffect: break
    }
  }

  /// A reference wins over all else, as in Kale, which looks for it first.
  private func decideRole() -> Role {
    if let notebook = notebooks.first { return .notebook(notebook.name) }
    if let special, case .special(let tag) = entries[special].parsed?.meaning { return .special(tag) }
    guard let step = steps.first, !step.name.isEmpty else { return .untagged }
    return ReservedStepName.role(of: step.name).map(Role.special) ?? .step(step.name)
  }
}

/// Step names that Kale takes for the special tag of the same name.
package enum ReservedStepName {
  /// The special tag that a step's name is taken for; nil for a name that is a step's own.
  package static func role(of name: String) -> SpecialTag? { SpecialTag(rawValue: name) }
}

/// Puts the configuration of a step together, tag by tag.
struct StepConfigurationReading: Sendable {
  private(set) var configuration = StepConfiguration()
  private var limits = PlacesOfKeys()
  private var labels = PlacesOfKeys()
  private var annotations = PlacesOfKeys()
  private var secrets = PlacesOfKeys()

  /// Adds what one configuration tag says; a key given again gets the later value at its first place.
  mutating func apply(_ meaning: TagMeaning) {
    switch meaning {
    case .limit(let value): limits.put(value, for: value.key, into: &configuration.limits)
    case .label(let value): labels.put(value, for: value.key, into: &configuration.labels)
    case .annotation(let value): annotations.put(value, for: value.key, into: &configuration.annotations)
    case .secret(let secret):
      secrets.put(secret, for: secret.environmentVariable, into: &configuration.secrets)
    case .image(let reference): configuration.image = reference
    case .cache(let isEnabled): configuration.isCachingEnabled = isEnabled
    case .report(let isEnabled): configuration.isReportEnabled = isEnabled
    case .special, .step, .previous, .notebook, .noEffect: break
    }
  }
}

/// Where each key's value stands in a list that is put together value by value.
struct PlacesOfKeys: Sendable {
  private var places: [String: Int] = [:]

  /// Gives a key a value, in its place if the key exists already.
  mutating func put<Value>(_ value: Value, for key: String, into list: inout [Value]) {
    if let place = places[key] {
      list[place] = value
    } else {
      places[key] = list.count
      list.append(value)
    }
  }
}
