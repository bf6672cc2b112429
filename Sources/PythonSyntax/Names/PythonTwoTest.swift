/// Tests for the major version of Python, of which steps know the answer: `sys.version_info[0] < 3`, `six.PY2`.
enum PythonTwoTest {
  /// Returns whether a test holds in Python 3; nil if it asks something else.
  static func answer(of test: Range<Int>, in source: [UInt8]) -> Bool? {
    let range = test.clamped(to: 0..<source.count)
    guard range.count < longest else { return nil }
    let text = source[range].filter { $0 != UInt8(ascii: " ") }
    if text.elementsEqual("PY3".utf8) || text.elementsEqual("six.PY3".utf8) { return true }
    if text.elementsEqual("PY2".utf8) || text.elementsEqual("six.PY2".utf8) { return false }
    guard let start = versions.first(where: { text.starts(with: $0) }) else { return nil }
    let rest = String(decoding: text.dropFirst(start.count), as: UTF8.self)
    if answersTrue.contains(rest) { return true }
    return answersFalse.contains(rest) ? false : nil
  }

  private static let longest = 64

  /// What stands for the version, the longest first.
  private static let versions = [
    "sys.version_info.major", "sys.version_info[0]", "sys.version_info[:1]", "sys.version_info",
    "version_info[0]", "version_info",
  ].map { Array($0.utf8) }

  private static let answersTrue: Set<String> = [
    ">=3", "==3", ">2", "!=2", ">=(3,)", ">=(3,0)", ">(3,)", ">(3,0)", ">(2,7)",
  ]
  private static let answersFalse: Set<String> = [
    "<3", "==2", "<=2", "!=3", "<(3,)", "<(3,0)", "<=(2,7)", "<(2,7)",
  ]
}
