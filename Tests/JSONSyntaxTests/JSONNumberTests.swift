import JSONSyntax
import Testing

@Suite("Numbers")
struct JSONNumberTests {
  private func value(_ text: String, _ dialect: JSONDialect = .standard) -> JSONValue? {
    JSONTree(parsing: Array(text.utf8), dialect: dialect).root?.value
  }

  @Test(
    "A number is what holds all of its digits",
    arguments: [
      ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)), ("-0", 0),
      ("9223372036854775808", .number("9223372036854775808")),
      ("18446744073709551615", .number("18446744073709551615")),
      ("10000000000000000000", .number("10000000000000000000")),
      ("0.1", .double(0.1)), ("1.10", .double(1.1)), ("1e3", .double(1000)), ("1E+22", .double(1e22)),
      ("120e-1", .double(12)), ("0.00125e-7", .double(1.25e-10)), ("5e-324", .double(.leastNonzeroMagnitude)),
      ("-0.0", .double(-0.0)), ("0e999999999999999999999", .number("0e999999999999999999999")),
      ("0.10000000000000000001", .number("0.10000000000000000001")),
      ("3.14159265358979323846", .number("3.14159265358979323846")),
      ("1e999", .number("1e999")), ("-1e-999", .number("-1e-999")),
    ] as [(String, JSONValue)])
  func kept(text: String, number: JSONValue) {
    #expect(value(text) == number)
    #expect(number.serialized() == value(text)?.serialized())
  }

  @Test("Numbers that are kept as they were written are written back so")
  func verbatim() {
    let text = "[18446744073709551615,-1e-999,0.30000000000000004,3.14159265358979323846]"
    #expect(value(text).map { String(decoding: $0.serialized(), as: UTF8.self) } == text)
  }

  @Test("Python's words are numbers in Python's dialect")
  func pythonWords() throws {
    let tree = JSONTree(parsing: Array("[NaN, Infinity, -Infinity, {\"a\": NaN}]".utf8), dialect: .python)
    #expect(tree.isValid)
    let nodes = try #require(tree.root).elements.map { $0 }
    #expect(nodes.map(\.kind) == [.number, .number, .number, .object])
    #expect(nodes.map(\.int) == [nil, nil, nil, nil])
    #expect(nodes.dropFirst().map(\.double) == [.infinity, -.infinity, nil])
    #expect(nodes.first?.double?.isNaN == true)
    let value = try #require(tree.root).value
    #expect(String(decoding: value.serialized(), as: UTF8.self) == #"[null,null,null,{"a":null}]"#)
    var writer = JSONWriter(dialect: .python)
    writer.write(value)
    #expect(String(decoding: writer.bytes, as: UTF8.self) == #"[NaN,Infinity,-Infinity,{"a":NaN}]"#)
  }

  @Test("Other words are not", arguments: ["-NaN", "+Infinity", "nan", "inf", "Infinityx", "N", "-I"])
  func otherWords(text: String) {
    #expect(!JSONTree(parsing: Array(text.utf8), dialect: .python).isValid)
  }

  @Test("The words are an error in messages", arguments: ["NaN", "Infinity", "-Infinity"])
  func standard(text: String) {
    #expect(!JSONTree(parsing: Array(text.utf8)).isValid)
    #expect(value(text) == .null)
  }
}
