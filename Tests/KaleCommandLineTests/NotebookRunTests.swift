import JSONSyntax
import KaleAnalysis
import KaleRules
import KaleTestSupport
import KaleWorkspace
import Synchronization
import Testing

@testable import KaleCommandLine

/// Many notebooks, read by several threads: what is said and written is what one thread says and writes.
@Suite struct NotebookRunTests {
  /// All that a run says and does.
  private struct Transcript: Equatable {
    var standard = ""
    var error: [String] = []
    var fixes: [String] = []
    var ending = ""
    var summary = ""
    var hasEndedWell = true
    var files: [String: String] = [:]
  }

  /// A folder of notebooks with and without mistakes, which refer to each other.
  private static func makeNotebooks(seed: UInt64, count: Int = 24) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: seed)
    for number in 0..<count {
      let text = Int.random(in: 0..<8, using: &generator) == 0 ? "{\"cells\": [" : notebook(count, &generator)
      try folder.write(text, name(number))
    }
    try folder.makeLink("link.ipynb", to: folder.path(name(0)))
    return folder
  }

  private static func name(_ number: Int) -> String { "\(number % 3)/notebook_\(number).ipynb" }

  private static func notebook(_ count: Int, _ generator: inout SeededGenerator) -> String {
    var cells: [JSONValue] = []
    for index in 0..<Int.random(in: 1..<6, using: &generator) {
      let tags =
        [
          [.string("step:s\(index)")], [.string("step:s\(index)"), .string("prev:s\(max(0, index - 1))")],
          [.string("step:S-\(index)")], [.string("block:old\(index)")], ["step:same"], ["imports"],
          ["step:a", "cached"],
        ].randomElement(using: &generator) as [JSONValue]?
      let source = [
        "x = 1", "print(x)", "import os\nprint(y)", "print('a", "def f():\n  return x", "x = f()",
      ]
      .randomElement(using: &generator)
      cells.append(cell(tags ?? [], source ?? ""))
    }
    if Bool.random(using: &generator) {
      let other = Int.random(in: 0..<count, using: &generator)
      cells.append(cell(["notebook:part"], "", path: "../\(name(other))"))
    }
    let notebook: JSONValue = [
      "cells": .array(cells), "nbformat": 4, "nbformat_minor": 4,
      "metadata": ["kubeflow_notebook": ["pipeline_name": "p", "experiment_name": "e"]],
    ]
    return String(decoding: notebook.serialized(indent: 1), as: UTF8.self)
  }

  private static func cell(_ tags: [JSONValue], _ source: String, path: String? = nil) -> JSONValue {
    let metadata = JSONValue(present: [
      "notebook_path": path.map(JSONValue.string), "tags": .some(.array(tags)),
    ])
    return [
      "cell_type": "code", "execution_count": nil, "metadata": metadata, "outputs": [],
      "source": .string(source),
    ]
  }

  private static func transcript(
    _ seed: UInt64, _ format: ReportFormat = .concise, repair: NotebookRun.Repair? = nil,
    threadCount: Int
  ) throws -> Transcript {
    let folder = try makeNotebooks(seed: seed)
    var (standard, error, fixes) = ("", [String](), [String]())
    var run = NotebookRun(
      FindingSelection(), as: format, repair: repair,
      output: NotebookRun.Output(standard: { standard += $0 }, error: { error.append($0) }))
    // One notebook is named twice: once on its own, and once with its folder.
    let paths = [folder.path(name(5)), folder.path, folder.path("missing.ipynb")]
    run.go(through: paths, threadCount: threadCount) { path, title in fixes.append("\(path): \(title)") }
    var result = Transcript(ending: run.report.text, summary: run.fixSummary(isDone: true))
    do { try run.end() } catch { result.hasEndedWell = false }
    // Each folder has a name of its own, which fingerprints contain.
    func plain(_ text: String) -> String {
      text.split(separator: folder.path).joined(separator: "~").replacing(/[0-9a-f]{16,}/, with: "#")
    }
    result.standard = plain(standard)
    result.error = error.map(plain)
    result.fixes = fixes.map(plain)
    result.ending = plain(result.ending)
    for file in FileSystem.files(below: folder.path, endingIn: ".ipynb").files {
      result.files[plain(file)] = String(decoding: try FileSystem.read(file), as: UTF8.self)
    }
    return result
  }

  @Test(arguments: ReportFormat.allCases, 1...4 as ClosedRange<UInt64>)
  func threadsReportWhatOneReports(format: ReportFormat, seed: UInt64) throws {
    let expected = try Self.transcript(seed, format, threadCount: 1)
    #expect(!(expected.standard + expected.ending).isEmpty)
    #expect(expected.error.contains { $0.contains("missing.ipynb") })
    #expect(expected.error.contains { $0.contains("link.ipynb: it is a symbolic link") })
    for threadCount in [2, 7] {
      #expect(try Self.transcript(seed, format, threadCount: threadCount) == expected)
    }
  }

  /// A notebook that refers to another sees it as it was before its turn, or after, as with one thread.
  @Test(arguments: [NotebookRepair.Purpose.fixAll, .migration], 1...6 as ClosedRange<UInt64>)
  func threadsFixWhatOneFixes(purpose: NotebookRepair.Purpose, seed: UInt64) throws {
    let repair = NotebookRun.Repair(for: purpose, showsDiff: false)
    let expected = try Self.transcript(seed, repair: repair, threadCount: 1)
    #expect(!expected.fixes.isEmpty)
    for threadCount in [2, 7] {
      #expect(try Self.transcript(seed, repair: repair, threadCount: threadCount) == expected)
    }
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func threadsShowTheDiffsThatOneShows(seed: UInt64) throws {
    let repair = NotebookRun.Repair(for: .fixAll, showsDiff: true)
    let expected = try Self.transcript(seed, repair: repair, threadCount: 1)
    #expect(expected.standard.contains("+++"))
    #expect(try Self.transcript(seed, repair: repair, threadCount: 3) == expected)
  }

  /// Notebooks that are in memory at the moment, known by their analyses.
  private final class LiveNotebooks: Sendable {
    private struct Known {
      weak var analysis: NotebookAnalysis?
    }

    private struct State {
      var known: [Known] = []
      var most = 0
      var total = 0
    }

    private let state = Mutex(State())

    func add(_ file: NotebookFile) {
      state.withLock { state in
        state.known.removeAll { $0.analysis == nil }
        state.known.append(Known(analysis: file.analysis))
        state.most = max(state.most, state.known.count)
        state.total += 1
      }
    }

    var most: Int { state.withLock { $0.most } }
    var total: Int { state.withLock { $0.total } }
  }

  @Test(arguments: [1, 3], [12, 60])
  func aThreadHoldsOneNotebook(threadCount: Int, notebookCount: Int) throws {
    let folder = try Self.makeNotebooks(seed: 9, count: notebookCount)
    let live = LiveNotebooks()
    var run = NotebookRun(
      FindingSelection(), output: NotebookRun.Output(standard: { _ in }, error: { _ in }))
    run.go(through: [folder.path], threadCount: threadCount, observe: { live.add($0) })
    #expect(live.total == notebookCount)
    #expect(live.most <= threadCount)
  }
}
