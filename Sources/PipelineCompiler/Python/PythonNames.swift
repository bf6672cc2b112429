/// What Python takes for a name.
enum PythonName {
  /// Words that cannot be a name.
  static let keywords: Set<String> = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def",
    "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda",
    "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
  ]

  /// Whether Python takes the text for a name.
  static func isIdentifier(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, first == "_" || first.properties.isXIDStart else {
      return false
    }
    return text.unicodeScalars.allSatisfy(\.properties.isXIDContinue) && !keywords.contains(text)
  }

  /// Python's `str.isupper`: there is a letter that has case, and none of them is lower case.
  static func isUpperCase(_ text: String) -> Bool {
    var hasUpperCase = false
    for scalar in text.unicodeScalars {
      if scalar.properties.isLowercase || scalar.properties.generalCategory == .titlecaseLetter {
        return false
      }
      if scalar.properties.isUppercase { hasUpperCase = true }
    }
    return hasUpperCase
  }
}
