/// Letters of Latin scripts that names of steps cannot have, by what is written for them.
enum LatinLetterTable {
  /// Small letters; a capital is written as its small letter.
  static let letters: [String: String] = [
    "a": "àáâãäåāăąǎạảấầẩẫậắằẳẵặ",
    "ae": "æ",
    "c": "çćĉċč",
    "d": "ďđð",
    "e": "èéêëēĕėęěẹẻẽếềểễệ",
    "g": "ĝğġģ",
    "h": "ĥħ",
    "i": "ìíîïĩīĭįıǐịỉ",
    "j": "ĵ",
    "k": "ķ",
    "l": "ĺļľŀł",
    "n": "ñńņňŋ",
    "o": "òóôõöøōŏőǒọỏốồổỗộớờởỡợơ",
    "oe": "œ",
    "r": "ŕŗř",
    "s": "śŝşšș",
    "ss": "ß",
    "t": "ţťŧț",
    "th": "þ",
    "u": "ùúûüũūŭůűųǔụủứừửữựư",
    "w": "ŵ",
    "y": "ýÿŷỳỵỷỹ",
    "z": "źżž",
  ]
}
