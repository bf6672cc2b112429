import KaleTestSupport
import NotebookModel
import SourceText
import Testing

@Suite struct IpynbDocumentTests {
  private func document(cells: String) -> IpynbDocument {
    IpynbDocument(
      SourceText(#"{"nbformat": 4, "metadata": {"kubeflow_notebook": {"a": [1]}}, "cells": ["# + cells + "]}")
    )
  }

  private func shown(_ place: NotebookPlace, in document: IpynbDocument) -> String {
    document.text.string(in: document.fileRange(of: place))
  }

  /// A walk over the source, or over the keys, for each of these places took hours.
  @Test func manyPlacesAreFoundInOneWalk() {
    let count = 60_000
    let lines = (0..<count).map { "x = \($0)" }
    let source = lines.joined(separator: #"\n"#)
    let members = (0..<count).map { "\"k\($0)\": \($0)" }.joined(separator: ", ")
    let document = IpynbDocument(
      SourceText(
        #"{"nbformat": 4, "metadata": {"kubeflow_notebook": {\#(members), "l": [\#(lines.map { _ in "1" }.joined(separator: ","))]}}, "cells": [{"cell_type": "code", "metadata": {}, "source": "\#(source)"}]}"#
      ))
    var starts = [0]
    for line in lines { starts.append(starts[starts.count - 1] + line.utf8.count + 1) }
    let isEveryLineFound = zip(lines, starts).allSatisfy { line, start in
      let range = start..<start + line.utf8.count
      return document.fileRange(of: .source(cell: 0, range: range)).count == range.count
    }
    #expect(isEveryLineFound)
    let isEveryKeyFound = (0..<count).allSatisfy { index in
      shown(.cell(0), in: document) == "x = 0"
        && shown(.metadata(path: ["kubeflow_notebook", "k\(index)"]), in: document) == "\(index)"
        && document.fileRange(of: .metadata(path: ["kubeflow_notebook", "l", "\(index)"])).count == 1
    }
    #expect(isEveryKeyFound)
  }

  @Test func placesStandWhereTheirTextIs() {
    let cell =
      #"{"cell_type": "code", "metadata": {"tags": ["step:a", "prev:b"]}, "source": ["x = 1\n", "y = 2"]}"#
    let document = document(cells: cell)
    #expect(shown(.tag(cell: 0, index: 1), in: document) == #""prev:b""#)
    #expect(shown(.cell(0), in: document) == "x = 1")
    #expect(shown(.source(cell: 0, range: 6..<7), in: document) == "y")
    #expect(shown(.source(cell: 0, range: 4..<7), in: document) == #"1\n", "y"#)
    #expect(shown(.metadata(path: ["kubeflow_notebook"]), in: document) == #""kubeflow_notebook""#)
    #expect(shown(.metadata(path: ["kubeflow_notebook", "a", "0"]), in: document) == "1")
    #expect(
      shown(.metadata(path: ["kubeflow_notebook", "missing"]), in: document) == #""kubeflow_notebook""#)
  }

  @Test(arguments: [
    (#""a = '\ud83d\ude00'; b""#, "b", "b"), (#""a\tb""#, "b", "b"), (#""\u00e9 = 1""#, "é", #"\u00e9"#),
    (#""😀 = 'x'""#, "'x'", "'x'"), (#""a = \"q\" + c""#, "c", "c"), (#""\\n = 1""#, "1", "1"),
  ])
  func codeIsFoundBehindEscapes(source: String, part: String, written: String) throws {
    let document = document(cells: #"{"cell_type": "code", "metadata": {}, "source": "# + source + "}")
    let text = document.notebook.cells[0].source.string
    let range = try #require(text.range(of: part))
    let start = text.utf8.distance(from: text.startIndex, to: range.lowerBound)
    let bytes = start..<start + part.utf8.count
    #expect(shown(.source(cell: 0, range: bytes), in: document) == written)
    let offset = document.fileRange(of: .source(cell: 0, range: bytes)).lowerBound
    #expect(document.place(at: offset) == .source(cell: 0, range: start..<start))
  }

  @Test func aPlaceIsFoundAtEveryByteOfATag() {
    let document = document(cells: #"{"cell_type": "code", "metadata": {"tags": ["step:a"]}, "source": ""}"#)
    let range = document.fileRange(of: .tag(cell: 0, index: 0))
    for offset in range { #expect(document.place(at: offset) == .tag(cell: 0, index: 0)) }
    #expect(document.place(at: 0) == nil)
    #expect(document.place(at: 10_000) == nil)
  }

  @Test(arguments: [
    ("3", "Not a Jupyter notebook: expected a JSON object."),
    ("{}", "Not a Jupyter notebook: `nbformat` is missing."),
    (#"{"nbformat": 4, "metadata": {}}"#, "Not a Jupyter notebook: `cells` is missing."),
    (#"{"nbformat": "4", "metadata": {}, "cells": []}"#, "`nbformat` must be an integer."),
    (#"{"nbformat": 4, "cells": []}"#, "`metadata` is missing."),
    (#"{"nbformat": 4, "metadata": [1], "cells": []}"#, "`metadata` must be an object."),
    (#"{"nbformat": 4, "metadata": {}, "cells": [1]}"#, "A cell must be an object."),
    (
      #"{"nbformat": 4, "metadata": {}, "cells": [{"metadata": {}, "source": ""}]}"#,
      "The cell has no `cell_type`."
    ),
    (
      #"{"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "code", "metadata": {}, "source": 1}]}"#,
      "`source` must be a string or a list of strings."
    ),
  ])
  func sayWhatIsWrong(text: String, message: String) {
    #expect(IpynbDocument(SourceText(text)).notebook.problems.map(\.message).contains(message))
  }

  @Test func aBrokenFileKeepsTheCellsThatCanBeRead() {
    let text = """
      {"nbformat": 4, "metadata": {}, "cells": [
        {"cell_type": "code", "metadata": {"tags": ["step:a",]}, "source": "x = 1"},
        {"cell_type": "code", "metadata": {"tags": ["step:b" "prev:a"]}, "source": "y = 1
      """
    let notebook = IpynbDocument(SourceText(text)).notebook
    #expect(!notebook.problems.isEmpty)
    #expect(notebook.cells.map { $0.tags.compactMap(\.text) } == [["step:a"], ["step:b", "prev:a"]])
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func noBytesTrap(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let sound = Array(
      #"{"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "code", "metadata": {"tags": ["a"]}, "source": ["x"]}]}"#
        .utf8)
    for _ in 0..<100 {
      var bytes = sound
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        bytes[index] = UInt8.random(in: 0...255, using: &random)
      }
      let document = IpynbDocument(SourceText(utf8: bytes))
      for problem in document.notebook.problems { _ = document.fileRange(of: problem.place) }
      for offset in stride(from: 0, to: bytes.count, by: 7) { _ = document.place(at: offset) }
      _ = document.sourceEdits(for: [
        .addTag(cell: 0, tag: "b"), .removeTag(cell: 0, index: 0),
        .insertCell(before: 1, source: "y", tags: []),
        .replaceSource(cell: 0, range: 0..<3, with: "z"), .setConfiguration(path: ["a", "0"], to: 1),
      ])
    }
  }
}

extension String {
  /// The first place of a part; the standard library has none without Foundation.
  func range(of part: String) -> Range<String.Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(part) { return start..<index(start, offsetBy: part.count) }
      start = index(after: start)
    }
    return nil
  }
}
