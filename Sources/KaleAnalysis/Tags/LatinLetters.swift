/// Letters of Latin scripts, as names that take only ASCII have them.
enum LatinLetters {
  /// For each letter what is written for it.
  private static let plainLetters: [Character: String] = Dictionary(
    LatinLetterTable.letters.flatMap { plain, letters in letters.map { ($0, plain) } },
    uniquingKeysWith: { first, _ in first })

  /// What is written for a letter, in lower case; nil for ASCII and for other scripts.
  static func plain(_ character: Character) -> String? {
    character.isASCII ? nil : character.lowercased().first.flatMap { plainLetters[$0] }
  }
}
