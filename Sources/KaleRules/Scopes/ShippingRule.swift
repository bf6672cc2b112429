import KaleAnalysis
import NotebookModel

/// A rule about the files that a pipeline ships. It is asked only if the pipeline ships files.
package protocol ShippingRule: NotebookRule {}

extension ShippingRule {
  package static var isAboutShippedFiles: Bool { true }
}

extension NotebookAnalysis {
  /// The place of what has a file shipped: an entry of `files`, or the first statement of the pipeline that imports it.
  func place(of origin: ShippedFiles.Origin) -> NotebookPlace {
    switch origin {
    case .entry(let index): .metadata(path: ["kale_lsp", "files", "\(index)"])
    case .imported(let path): place(ofImport: path)
    }
  }

  /// The place of what has a file shipped.
  func place(of file: ShippedFiles.File) -> NotebookPlace {
    guard file.isModule else { return .metadata(path: ["kale_lsp", "files"]) }
    let module = file.path.split(separator: "/").first.map { $0.prefix { $0 != "." } } ?? ""
    return place(ofImport: String(module))
  }

  private func place(ofImport path: String) -> NotebookPlace {
    let cells = cells(with: [.imports, .dynamicImports]).filter(outline.isRun)
    let isImport = { (imported: String) in imported == path || imported.hasPrefix(path + ".") }
    for cell in cells {
      if let fact = facts[cell].facts.imports.first(where: { $0.importedPaths.contains(where: isImport) }) {
        return .source(cell: cell, range: fact.range)
      }
      let call = facts[cell].dynamicImports.first { call in
        switch call.target {
        case .module(let module), .package(let module): isImport(module)
        case .unknown: false
        }
      }
      if let call { return .source(cell: cell, range: call.range) }
    }
    return cells.first.map { .cell($0) } ?? .notebook
  }
}
