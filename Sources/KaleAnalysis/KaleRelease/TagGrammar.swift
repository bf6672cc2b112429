/// The tags that a release of Kale takes: their words, and the characters of their parts.
package struct TagGrammar: Sendable, Hashable {
  /// The tags that give a cell its role by themselves.
  let specialTags: Set<SpecialTag>
  /// The words that stand before the first colon of the others.
  let prefixes: Set<TagPrefix>
  /// What older releases wrote for `step`.
  let formerStepPrefix: String
  /// The name of a step or a reference.
  let name: NamePattern
  /// The name of the step that Kale adds while it assigns metrics, and then removes.
  package let temporaryStepName: String
  /// The characters of a limit's resource, and of its value.
  let limitResource: ByteSet
  let limitValue: ByteSet
  /// The characters of the keys of labels and annotations, and those at the ends of each of their parts.
  let key: ByteSet
  let keyEnd: ByteSet
  /// The characters of a secret's key.
  let secretKey: ByteSet
  let environmentVariable: NamePattern
  /// The values of tags that are switches.
  let switchValues: [String: Bool]
}
