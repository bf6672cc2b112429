/// Names of steps and referenced notebooks.
package enum StepName {
  /// Whether a release of Kale accepts the name.
  package static func isValid(_ name: some StringProtocol, in release: KaleRelease) -> Bool {
    release.tags.name.matches(name)
  }

  /// Returns the valid name closest to a string: `load_data_2` for `Load Data-2`, `donnees` for `Données`; nil if nothing is
  /// left.
  package static func suggestion(for words: some StringProtocol) -> String? {
    var name = ""
    var previousIsLowercase = false
    for character in words {
      if let letters = LatinLetters.plain(character) {
        if character.isUppercase, previousIsLowercase { name.append("_") }
        previousIsLowercase = character.isLowercase
        name.append(letters)
        continue
      }
      guard character.isASCII, character.isLetter || character.isNumber else {
        if !name.isEmpty, name.last != "_" { name.append("_") }
        previousIsLowercase = false
        continue
      }
      if character.isUppercase, previousIsLowercase { name.append("_") }
      previousIsLowercase = character.isLowercase
      name.append(contentsOf: character.lowercased())
    }
    while name.last == "_" { name.removeLast() }
    guard let first = name.first else { return nil }
    return first.isNumber ? "_" + name : name
  }
}
