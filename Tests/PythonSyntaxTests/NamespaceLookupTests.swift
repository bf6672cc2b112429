import Testing

@testable import PythonSyntax

/// Places where code looks for names without spelling them.
@Suite struct NamespaceLookupTests {
  @Test(arguments: [
    ("globals()[name]", NamespaceLookup.Way.item), ("globals().get(name, 0)", .item),
    ("vars()[f\"df_{year}\"]", .item),
    ("get_ipython().user_ns[name]", .item), ("names = globals()\nnames[x]", .item),
    ("[globals()[n] for n in 'ab']", .item), ("lambda n: globals()[n]", .item),
    ("globals()[n][0] = 1", .item),
    ("globals().items()", .all), ("list(globals().values())", .all), ("sorted(globals())", .all),
    ("dir()", .all),
    ("for n in globals():\n  print(n)", .all), ("[n for n in dir() if n[0] != '_']", .all),
    ("doctest.testmod()", .tests), ("r = unittest.main(argv=[''], exit=False)", .tests),
  ])
  func finds(_ code: String, _ way: NamespaceLookup.Way) {
    #expect(ParsedCode(Array(code.utf8)).namespaceLookups.map(\.way) == [way])
  }

  @Test(arguments: [
    "globals()['x']", "globals()[name] = 1", "del globals()[name]", "'x' in globals()", "name in dir()",
    "globals().get('x')", "globals().update(x=1)", "vars(model)[name]", "dir(model)",
    "def f():\n  return locals()[n]",
    "get_ipython().run_line_magic(name, '')", "'x' in globals().keys()", "globals",
    "unittest.TestCase.main()",
  ])
  func findsNone(_ code: String) {
    #expect(ParsedCode(Array(code.utf8)).namespaceLookups.isEmpty)
  }

  @Test func placesAreThoseOfTheDictionary() throws {
    let code = "x = '😀'\ndef size(name):\n  return len(globals()[name])\n"
    let lookup = try #require(ParsedCode(Array(code.utf8)).namespaceLookups.first)
    #expect(String(decoding: Array(code.utf8)[lookup.range], as: UTF8.self) == "globals()")
    #expect(lookup.function == "size")
  }

  @Test(arguments: [
    ("'train'", "train", true), ("'train'", "trains", false), ("f'df_{year}'", "df_2021", true),
    ("f'df_{year}'", "df_", false), ("f'{kind}_df'", "test_df", true), ("f'{a}'", "x", false),
    ("'df_' + year", "df_1", true),
    ("'a' + year", "a1", false), ("name + '_df'", "test_df", true), ("f'{a}_{b}'", "x_y", false),
    ("'_'", "_x", false),
    ("f'a{x}b' 'c'", "a1bc", false), ("f'{kind!r:>4}_df'", "test_df", true),
    ("f'{{{a}_df'", "test_df", false),
  ])
  func spelledTextsMayGiveNames(_ code: String, _ name: String, _ expected: Bool) {
    #expect(ParsedCode(Array(code.utf8)).spelledTexts.contains { $0.mayGive(name) } == expected)
  }
}
