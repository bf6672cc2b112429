import JSONSyntax

/// What `steps_defaults` says: a list of configuration tags, or the object that Kale makes of such a list.
struct StepsDefaultsReading {
  var configuration: StepConfiguration { reading.configuration }
  private var reading = StepConfigurationReading()
  /// What was read, each with where it is.
  private(set) var entries: [DefaultTag] = []
  private(set) var faults: [ConfigurationFault] = []

  private static let root = "steps_defaults"

  private let release: KaleRelease

  /// Reads the value as a release of Kale does.
  init(_ value: JSONValue?, of release: KaleRelease) {
    self.release = release
    switch value {
    case .array(let tags): read(tags)
    case .object(let members): read(members)
    default: break
    }
    for entry in entries {
      reading.apply(entry.meaning)
      guard case .limit(let limit) = entry.meaning, let reason = limit.limitFault else { continue }
      report(.unusable, entry.path, reason, Self.corrections(of: limit, entry))
    }
  }

  private static func corrections(of limit: KeyedValue, _ entry: DefaultTag) -> [Fix] {
    guard let amount = limit.resource?.suggestion(for: limit.value) else { return [] }
    // In the object that Kale makes of the tags, the amount stands by itself.
    let text = entry.path.count > 2 ? amount : "limit:\(limit.key):\(amount)"
    return [
      Fix("Change to `\(text)`", .safe, [.setConfiguration(path: entry.path, to: .string(text))])
    ]
  }

  private mutating func report(
    _ kind: ConfigurationFault.Kind, _ path: [String], _ reason: String, _ fixes: [Fix] = []
  ) {
    faults.append(ConfigurationFault(kind: kind, path: path, reason: reason, fixes: fixes))
  }

  // MARK: A list of tags

  private mutating func read(_ tags: [JSONValue]) {
    for (index, tag) in tags.enumerated() {
      let path = [Self.root, "\(index)"]
      let removal = Fix("Remove it", [.removeConfiguration(path: path)])
      guard case .string(let text) = tag else {
        report(.invalid, path, "an entry of `steps_defaults` must be a configuration tag", [removal])
        continue
      }
      if let meaning = meaning(of: text) {
        read(meaning, text, at: path)
        continue
      }
      let nearest = TagSuggestion.nearest(to: text, in: release).flatMap { meaning(of: $0) == nil ? nil : $0 }
      let change = nearest.map {
        Fix("Change to `\($0)`", .safe, [.setConfiguration(path: path, to: .string($0))])
      }
      report(
        .invalid, path, "`\(text)` is not a configuration tag. Use a tag in the form `label:KEY:VALUE`",
        [change].compactMap(\.self) + [removal])
    }
  }

  /// What a configuration tag says; nil for one at fault and for another tag.
  private func meaning(of tag: String) -> TagMeaning? {
    let parsed = ParsedTag(tag, of: release)
    return parsed.fault == nil ? parsed.meaning.flatMap { $0.isConfiguration ? $0 : nil } : nil
  }

  private mutating func read(_ meaning: TagMeaning, _ text: String, at path: [String]) {
    entries.append(DefaultTag(path: path, text: text, meaning: meaning))
    if let prefix = meaning.prefix, release.crashes.defaultTags.contains(prefix) {
      report(.crashesKale, path, "\(release) crashes on `\(text)` in `steps_defaults`")
    }
  }

  // MARK: An object

  private mutating func read(_ members: [JSONMember]) {
    for member in members {
      let path = [Self.root, member.key]
      switch (member.key, member.value) {
      case ("labels", .object(let values)), ("annotations", .object(let values)),
        ("limits", .object(let values)):
        for value in values { read(value, prefix: String(member.key.dropLast()), at: path) }
      case ("secrets", .object(let secrets)):
        for secret in secrets { read(secret: secret, at: path) }
      // Kale puts labels of its own beside them at once, and the others when it comes to the first step.
      case ("labels", _): report(.invalid, path, "`labels` must be an object", Self.removal(member.key, path))
      case ("annotations", _), ("limits", _), ("secrets", _):
        report(
          .crashesKale, path,
          "\(release) crashes because `\(member.key)` in `steps_defaults` is not an object",
          Self.removal(member.key, path))
      case ("base_image", .string(let image)): read(.image(image), "image:\(image)", at: path)
      case ("enable_caching", .bool(let flag)):
        read(.cache(isEnabled: flag), "cache:\(flag ? "enabled" : "disabled")", at: path)
      case ("generate_html_report", .bool(let flag)):
        read(.report(isEnabled: flag), "report:\(flag ? "enabled" : "disabled")", at: path)
      default:
        report(
          .crashesKale, path, "\(release) crashes on the key `\(member.key)` in `steps_defaults`",
          Self.removal(member.key, path))
      }
    }
  }

  /// A label, annotation or limit, by the rules for such tags: Kubernetes has the same.
  private mutating func read(_ member: JSONMember, prefix: String, at path: [String]) {
    let place = path + [member.key]
    let value: String? =
      switch member.value {
      case .string(let text): text
      case .integer(let number): "\(number)"
      default: nil
      }
    let text = value.map { "\(prefix):\(member.key):\($0)" }
    if let text, let meaning = meaning(of: text) {
      read(meaning, text, at: place)
    } else {
      report(.unusable, place, "`\(member.key)` is not a valid \(prefix)", Self.removal(member.key, place))
    }
  }

  private mutating func read(secret member: JSONMember, at path: [String]) {
    let place = path + [member.key]
    if case .string(let name) = member.value["secret_name"],
      case .string(let key) = member.value["secret_key"],
      let meaning = meaning(of: "secret:\(name):\(key):\(member.key)")
    {
      read(meaning, "secret:\(name):\(key):\(member.key)", at: place)
    } else {
      report(
        .unusable, place,
        "`\(member.key)` is not a valid secret: it must be an object with `secret_name` and `secret_key`",
        Self.removal(member.key, place))
    }
  }

  private static func removal(_ key: String, _ path: [String]) -> [Fix] {
    [Fix("Remove `\(key)`", [.removeConfiguration(path: path)])]
  }
}

/// A configuration tag that `steps_defaults` gives to every step.
package struct DefaultTag: Sendable, Hashable {
  /// Where it is in the configuration.
  package var path: [String]
  /// The tag; where the configuration has it in another form, the tag that says the same.
  package var text: String
  /// What Kale does with the tag.
  package var meaning: TagMeaning
}
