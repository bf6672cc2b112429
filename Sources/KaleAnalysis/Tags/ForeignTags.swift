/// Tags that have a meaning for other tools; they are not misspelled Kale tags, however similar they look.
package enum ForeignTags {
  /// The tool a tag is known to belong to.
  package static func owner(of tag: String) -> String? { ForeignTagTable.toolsByTag[tag] }

  /// Whether a tag that is not of Kale's language is another tool's, and not a slip of one that is.
  package static func isForeign(_ tag: String, in release: KaleRelease) -> Bool {
    owner(of: tag) != nil
      || TagSuggestion.unfinished(tag) == nil && TagSuggestion.nearest(to: tag, in: release) == nil
  }
}
