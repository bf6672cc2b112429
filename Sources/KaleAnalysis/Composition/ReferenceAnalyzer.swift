import JSONSyntax
import NotebookModel

/// Analyses the notebooks that a notebook refers to, and keeps what it found of each as long as it stays the same.
struct ReferenceAnalyzer {
  /// A referenced notebook by itself.
  private struct Child {
    let content: ReferencedNotebooks.Content
    let experiment: String
    var analyzer: PipelineAnalyzer
    let analysis: NotebookAnalysis
    let code: ReferencedCode
    /// The notebook as part of the pipeline, for what crosses its boundary.
    var placed: (boundary: NotebookBoundary, reference: NotebookReference)?
  }

  /// How many notebooks a pipeline may be put together of, each counted as often as it is referred to. Notebooks that
  /// refer twice to others that refer twice to others soon are more than fit anywhere.
  static let maximumNotebooks = 256

  private let release: KaleRelease
  private var children: [String: Child] = [:]

  /// Creates an analyzer that has seen no notebook, and reads them as a release of Kale does.
  init(release: KaleRelease) { self.release = release }

  /// Looks up the notebook of each unit that stands for one.
  mutating func read(
    _ outline: NotebookOutline, in notebook: Notebook, _ files: ReferencedNotebooks
  ) -> [UnitIndex: NotebookReference] {
    var references: [UnitIndex: NotebookReference] = [:]
    var read: [String: Child] = [:]
    let experiment = notebook.experimentName
    let isTooMuch = notebook.isPutTogether(ofMoreThan: Self.maximumNotebooks, files, in: release)
    for (index, unit) in outline.units.indexed where unit.isNotebook {
      guard let path = notebook.cells[unit.definition].notebookPath, !path.isEmpty else {
        references[index] = NotebookReference(file: "", state: .unknown)
        continue
      }
      var reference = NotebookReference(file: ReferencedNotebooks.name(of: path), state: .unknown)
      if let chain = files.cycle(through: path) {
        reference.state = .cyclic(chain)
      } else if isTooMuch {
        reference.state = .unreadable(
          "this notebook refers to more than \(Self.maximumNotebooks) others")
      } else {
        switch files.file(path) {
        case .unknown: break
        case .unreadable(let reason): reference.state = .unreadable(reason)
        case .notebook(let file):
          let key = Self.key(unit.name, path)
          let child = child(key, file, files.rooted(at: path), name: unit.name, experiment)
          reference.state = state(of: child.analysis)
          if reference.state == .read {
            (reference.analysis, reference.code) = (child.analysis, child.code)
            read[key] = child
          }
        }
      }
      references[index] = reference
    }
    children = read
    return references
  }

  /// The code of each unit that refers to a notebook, as the pipeline sees it.
  func code(of unit: NotebookOutline.Unit, in notebook: Notebook) -> ReferencedCode {
    notebook.cells[unit.definition].notebookPath.flatMap { children[Self.key(unit.name, $0)]?.code } ?? .none
  }

  /// Puts the notebooks into the pipeline, once it is known what crosses their boundaries.
  mutating func place(
    _ references: [UnitIndex: NotebookReference], _ outline: NotebookOutline, in notebook: Notebook,
    kale: DataFlow, run: DataFlow, parameters: Set<String>
  ) -> [UnitIndex: NotebookReference] {
    var result = references
    for (unit, reference) in references where reference.analysis != nil {
      let definition = outline.units[unit]
      guard let path = notebook.cells[definition.definition].notebookPath else { continue }
      let key = Self.key(definition.name, path)
      guard let child = children[key] else { continue }
      let boundary = NotebookBoundary(kale: kale.flows[unit], run: run.flows[unit], parameters: parameters)
      if let placed = child.placed, placed.boundary == boundary, placed.reference.state == reference.state {
        result[unit] = placed.reference
      } else {
        let new = boundary.placing(reference)
        result[unit] = new
        children[key]?.placed = (boundary, new)
      }
    }
    return result
  }

  private static func key(_ name: String, _ path: String) -> String { name + "\0" + path }

  private func child(
    _ key: String, _ file: ReferencedNotebook, _ files: ReferencedNotebooks, name: String,
    _ experiment: String
  ) -> Child {
    let known = children[key]
    let content = files.content
    if let known, known.content == content, known.experiment == experiment { return known }
    var analyzer = known?.analyzer ?? PipelineAnalyzer(release: release)
    let analysis = analyzer.analyze(
      file.notebook.named(name, experiment: experiment), referringTo: files, beside: file.folder)
    return Child(
      content: content, experiment: experiment, analyzer: analyzer, analysis: analysis,
      code: ReferencedCode(analysis))
  }

  private func state(of child: NotebookAnalysis) -> NotebookReference.State {
    let problem = child.notebook.unreadableProblem
    return problem.map { .unreadable($0.message.loweringFirst) } ?? .read
  }
}

extension Notebook {
  /// The experiment that the configuration names; empty if it names none.
  fileprivate var experimentName: String {
    if case .string(let name) = kaleMetadata?["experiment_name"] { return name }
    return ""
  }

  /// The notebook as one that refers to it has it: with names given from there. Its own do not count.
  fileprivate func named(_ name: String, experiment: String) -> Notebook {
    switch kaleMetadata {
    case nil, .object:
      let pipeline = name.utf8.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: "-") : $0 }
      return applying([
        .setConfiguration(path: ["pipeline_name"], to: .string(String(decoding: pipeline, as: UTF8.self))),
        .setConfiguration(path: ["experiment_name"], to: .string(experiment)),
      ])
    default: return self
    }
  }
}

extension String {
  /// The sentence as it goes on after a colon.
  fileprivate var loweringFirst: String {
    let rest = dropFirst()
    let text = (first.map { $0.lowercased() } ?? "") + rest
    return text.last == "." ? String(text.dropLast()) : text
  }
}
