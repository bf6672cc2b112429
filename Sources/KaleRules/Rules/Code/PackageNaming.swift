import JSONSyntax
import KaleAnalysis
import NotebookModel

extension NotebookAnalysis {
  /// The fix that says in `kale_lsp.package_names` which package a module comes in; nil for none, as the image contains it.
  func fixNaming(_ package: String?, of module: String) -> Fix {
    let value = package.map(JSONValue.string) ?? .null
    let title =
      package.map { "Set the package of `\(module)` to `\($0)`" }
      ?? "Set the package of `\(module)` to null: the image contains it"
    return Fix(title, [.setSetting(path: ["package_names", module], to: value)])
  }
}
