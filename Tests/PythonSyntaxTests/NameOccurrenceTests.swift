import Testing

@testable import PythonSyntax

@Suite struct NameOccurrenceTests {
  /// The text with `«»` around each occurrence that is the module's.
  private func marked(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var result = ""
    var place = 0
    for occurrence in PythonSource(text).nameOccurrences where occurrence.isModuleLevel {
      result += String(decoding: bytes[place..<occurrence.range.lowerBound], as: UTF8.self)
      result += "«" + String(decoding: bytes[occurrence.range], as: UTF8.self) + "»"
      place = occurrence.range.upperBound
    }
    return result + String(decoding: bytes[place...], as: UTF8.self)
  }

  @Test(arguments: [
    "«a» = «b».c", "def «f»(x=«y»):\n  z = «w»\n  return x, z",
    "class «A»(«B»):\n  c = 1\n  d = c\n  def e(self): return «c»",
    "[i for i in «i»]", "f'{«a»:{«b»}} a'", "def «f»():\n  global «g»\n  «g» = 1", "lambda x: (x, «y»)",
    "import a.b as «c»",
    "def «f»():\n  x = 1\n  def g():\n    nonlocal x\n    x = 2", "[(«y» := i) for i in «j»]", "«f»(k=«v»)",
    "try: pass\nexcept «E» as «e»: «e»", "def «f»():\n  «print»(x)\n  x = 1", "# a\n'a'",
  ])
  func moduleLevel(expected: String) {
    #expect(marked(expected.filter { $0 != "«" && $0 != "»" }) == expected)
  }

  @Test func nameAtAnOffset() throws {
    let source = PythonSource("total = f'{count}' # count")
    #expect(source.name(at: 0)?.name == "total")
    #expect(source.name(at: 5)?.role == .binding)
    let count = try #require(source.name(at: 13))
    #expect(count.name == "count")
    #expect(count.range == 11..<16)
    #expect(source.name(at: 22) == nil)
    #expect(source.name(at: 7) == nil)
    #expect(source.name(at: 1000) == nil)
  }
}
