import JSONSyntax
import KaleAnalysis
import NotebookModel

/// Files that steps lack and that one remedy provides, with the finding about them.
struct MissingFileGroup {
  /// Which remedy there is.
  private enum Remedy: Hashable {
    /// Another step writes the files: a volume.
    case keepOnVolume
    /// A `%%writefile` cell of another step writes the file: the step that reads it can run the cell, too.
    case copyCell(CellIndex)
    /// A `%%writefile` cell that no step runs writes the file: every step can run the cell.
    case tagCell(CellIndex)
    /// The pipeline can ship the files.
    case ship
    /// The files are too large to be shipped, or it ships none.
    case store
    /// The image of the steps may contain the files.
    case image(String, isSmall: Bool)
  }

  private let analysis: NotebookAnalysis
  private let remedy: Remedy
  /// Whether steps run in an order that their state and files give them, beside that of the tags.
  private let isExact: Bool
  /// The files, each with all steps that read it, in the order of the code.
  private var files: [UnavailableFile] = []

  /// Groups files by remedy, in the order of the first ones.
  static func groups(
    of files: [UnavailableFile], shipsFiles: Bool, _ analysis: NotebookAnalysis
  ) -> [MissingFileGroup] {
    var groups: [MissingFileGroup] = []
    var indices: [Remedy: Int] = [:]
    for file in files {
      let remedy = remedy(for: file, shipsFiles: shipsFiles, analysis)
      if let index = indices[remedy] {
        groups[index].files.append(file)
      } else {
        indices[remedy] = groups.count
        groups.append(
          MissingFileGroup(analysis: analysis, remedy: remedy, isExact: shipsFiles, files: [file]))
      }
    }
    return groups
  }

  private static func remedy(
    for file: UnavailableFile, shipsFiles: Bool, _ analysis: NotebookAnalysis
  ) -> Remedy {
    if case .step = file.source {
      return file.writeFileCell(in: analysis).map(Remedy.copyCell) ?? .keepOnVolume
    }
    if case .skippedCell(let cell) = file.source { return .tagCell(cell) }
    let isSmall = shipsFiles && file.canBeShipped(by: analysis)
    if let image = analysis.ownImage(of: file.use.unit) { return .image(image, isSmall: isSmall) }
    return isSmall ? .ship : .store
  }

  /// The finding, at the first place that reads one of the files.
  var finding: Finding {
    var severity = Finding.Severity.warning
    if case .image = remedy { severity = .information }
    let places = files.map { analysis.place(of: $0.use) }
    return Finding(
      MissingFile.description, severity: severity, kale: .accepted, at: places.first ?? .notebook,
      "\(problem) \(advice)",
      related: zip(files, places).dropFirst().prefix(Self.mostRelated).map { file, place in
        .init(place, "\(file.description) is read here.")
      },
      fixes: fixes)
  }

  /// More places are only counted.
  private static let mostRelated = 8

  /// The files, each once.
  private var uniqueFiles: [UnavailableFile] {
    var seen: Set<String> = []
    return files.filter { seen.insert($0.description).inserted }
  }

  private var list: String {
    let names = uniqueFiles.map(\.description)
    let shown = names.count > Self.mostListed ? Array(names.prefix(Self.mostListed - 1)) : names
    let rest = names.count - shown.count
    return (rest > 0 ? shown + ["\(rest) other files"] : shown).inWords
  }

  /// A longer list hides the remedy.
  private static let mostListed = 4

  private var problem: String {
    guard let first = files.first else { return "" }
    let readers = Set(files.map(\.use.unit))
    let reader = first.use.unit.map { "step `\(analysis.stepName($0))`" }
    if case .skippedCell(let cell) = first.source {
      return "\(list) is written in cell \(cell.number), which no step runs."
    }
    guard case .step(let writer) = first.source else {
      var exception = ""
      if case .image(let image, _) = remedy {
        exception = " unless image `\(image)` contains \(isOne ? "it" : "them")"
      }
      let containers =
        readers.count == 1
        ? reader.map { "S\($0.dropFirst()) runs in a container" } ?? "Steps run in containers"
        : "Steps run in containers"
      return "\(containers) without \(list)\(exception)."
    }
    let writers = Set(
      files.compactMap { file -> UnitIndex? in
        if case .step(let unit) = file.source { unit } else { nil }
      })
    let verb = isOne ? "is" : "are"
    let place =
      writers.count == 1
      ? "in step `\(analysis.stepName(writer))`"
      : "in steps \(writers.sorted().map { "`\(analysis.stepName($0))`" }.inWords)"
    let other =
      writers.count > 1
      ? "and every step runs in a container of its own"
      : readers.count == 1
        ? "but \(reader ?? "each step") runs in another container" : "but other steps run in other containers"
    return "\(list) \(verb) written \(place), \(other)."
  }

  private var isOne: Bool { uniqueFiles.count == 1 }

  /// The steps that read the files, as advice names them.
  private var readers: String {
    let units = Set(files.map(\.use.unit))
    guard units.count == 1, let unit = units.first ?? nil else {
      return "each step that reads \(isOne ? "it" : "them")"
    }
    return "step `\(analysis.stepName(unit))`"
  }

  private var advice: String {
    let pronoun = isOne ? "it" : "them"
    return switch remedy {
    case .keepOnVolume:
      "Keep the file\(isOne ? "" : "s") on a volume"
        + (ordering.map {
          ", and \($0.isKaleOnly ? "for Kale, " : "")add `prev:\(analysis.stepName($0.writer))` to step "
            + "`\(analysis.stepName($0.reader))`."
        } ?? ".")
    case .tagCell: "Tag that cell `imports`, so that every step writes \(pronoun)."
    case .copyCell: "Write \(pronoun) in \(readers) too."
    case .ship, .image(_, isSmall: true):
      "Add \(pronoun) to `kale_lsp.files`, or read \(pronoun) from a volume."
    case .store, .image(_, isSmall: false): "Read \(pronoun) from a volume or an object store."
    }
  }

  /// The step that reads a file of a step after which no tag has it run, and that step. `isKaleOnly`: the exact runtime
  /// runs it after that step all the same.
  private var ordering: (reader: UnitIndex, writer: UnitIndex, isKaleOnly: Bool)? {
    var order = RunOrder.compiled(analysis, by: .exact)
    for file in files {
      guard let reader = file.use.unit, case .step(let writer) = file.source,
        analysis.canRunAfter(writer, reader)
      else { continue }
      return (reader, writer, isExact && order.runs(reader, after: writer) == true)
    }
    return nil
  }

  private var fixes: [Fix] {
    var move = FileMove(uniqueFiles, analysis).fixes
    if remedy == .keepOnVolume, let (reader, writer, _) = ordering {
      let tag = NotebookEdit.addTag(
        cell: analysis.outline.units[reader].definition, tag: "prev:\(analysis.stepName(writer))")
      move = move.map { fix in
        var fix = fix
        fix.edits.append(tag)
        return fix
      }
    }
    switch remedy {
    case .ship, .image(_, isSmall: true): return [shipping] + move
    case .copyCell(let cell): return [copying(cell)].compactMap(\.self) + move
    case .tagCell(let cell): return [tagging(cell)].compactMap(\.self)
    case .keepOnVolume, .store, .image(_, isSmall: false): return move
    }
  }

  /// Has every step run the `%%writefile` cell; nil if untagged code below would join it.
  private func tagging(_ cell: CellIndex) -> Fix? {
    let below = analysis.notebook.cells.indices.first {
      $0 > cell && analysis.notebook.cells[$0].kind == .code
    }
    guard below.map({ analysis.tags[$0].role != .untagged }) ?? true, let file = files.first else {
      return nil
    }
    let skip = analysis.tags[cell].entries.indices.first { analysis.tags[cell].entries[$0].text == "skip" }
    return Fix(
      "Add `imports` to the cell that writes \(file.description)",
      [
        skip.map { NotebookEdit.replaceTag(cell: cell, index: $0, with: "imports") }
          ?? NotebookEdit.addTag(cell: cell, tag: "imports")
      ])
  }

  /// Copies the `%%writefile` cell that writes the file to the first step that reads it.
  private func copying(_ cell: CellIndex) -> Fix? {
    guard let file = files.first, let unit = file.use.unit else { return nil }
    // The cell that names the step gives its tags to the new one, so that it continues the step.
    let (reader, source) = (file.use.cell, analysis.notebook.cells[cell].source)
    let tags = analysis.tags[reader].entries
    let texts = tags.compactMap(\.text)
    guard texts.count == tags.count else { return nil }
    return Fix(
      "Add the cell that writes \(file.description) to step `\(analysis.stepName(unit))`",
      [.insertCell(before: reader, source: source.string(in: 0..<source.utf8.count), tags: texts)]
        + tags.indices.map { .removeTag(cell: reader, index: $0) })
  }

  private var shipping: Fix {
    let files = uniqueFiles
    let edits: [NotebookEdit]
    if case .array(let entries)? = analysis.notebook.kaleLSPMetadata?["files"] {
      edits = files.enumerated().map { number, file in
        .setSetting(path: ["files", "\(entries.count + number)"], to: .string(file.path))
      }
    } else {
      edits = [.setSetting(path: ["files"], to: .array(files.map { .string($0.path) }))]
    }
    return Fix(
      "Add \(isOne ? files.first?.description ?? "" : "\(files.count) files") to `kale_lsp.files`", edits)
  }
}

extension UnavailableFile {
  /// The `%%writefile` cell that writes the file and nothing else; nil if the file is written otherwise.
  fileprivate func writeFileCell(in analysis: NotebookAnalysis) -> CellIndex? {
    guard use.unit != nil, let cell = writingCell, let magic = analysis.facts[cell].facts.escapes.first,
      magic.kind == .cellMagic, magic.text == "writefile",
      !analysis.text(of: magic.range, in: cell).contains(" -")
    else { return nil }
    return cell
  }
}
