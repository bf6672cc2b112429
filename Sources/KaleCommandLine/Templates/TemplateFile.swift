import JSONSyntax
import KaleWorkspace

/// The file of a new notebook, in the format that its name asks for.
package struct TemplateFile {
  /// The path; that of an `.ipynb` file if the name that was given has no ending.
  package let path: String
  private let template: PipelineTemplate
  private let format: Format

  private enum Format {
    case ipynb, percentScript, markdown
  }

  /// Why no file is written, as a sentence.
  package struct Problem: Error, CustomStringConvertible {
    package let description: String
  }

  /// Creates the file for a name.
  ///
  /// - Throws: Why no notebook can have the name.
  package init(named name: String) throws(Problem) {
    let file = FileSystem.name(of: name)
    guard !name.isEmpty else { throw Problem(description: "The notebook needs a name.") }
    guard !file.isEmpty else {
      throw Problem(description: "\(name) is a folder. Add the name of a notebook.")
    }
    guard file.first != "." else {
      throw Problem(description: "\(name) would be a hidden file. Give the notebook a name.")
    }
    let ending = file.utf8.lastIndex(of: UInt8(ascii: ".")).map { String(file[$0...]) }
    switch ending {
    case ".ipynb": (path, format) = (name, .ipynb)
    case ".py": (path, format) = (name, .percentScript)
    case ".md": (path, format) = (name, .markdown)
    case nil: (path, format) = (name + ".ipynb", .ipynb)
    default:
      throw Problem(
        description: "A notebook's name ends in .ipynb, .py or .md, and \(name) does not. Use one of them.")
    }
    template = PipelineTemplate(for: path)
  }

  /// Writes the file.
  ///
  /// - Throws: Why it is not written. A file that exists is never replaced.
  package func write() throws(Problem) {
    guard FileSystem.kind(of: path) == nil else {
      throw Problem(description: "\(path) exists. Choose another name.")
    }
    do {
      try FileSystem.write(text, to: path)
    } catch {
      throw Problem(description: error.description)
    }
  }

  /// The content of the file.
  var text: String {
    switch format {
    case .ipynb: String(decoding: notebook.serialized(indent: 1), as: UTF8.self) + "\n"
    case .percentScript: percentScript
    case .markdown: markdown
    }
  }

  // MARK: - Formats

  private var configuration: JSONValue {
    ["pipeline_name": .string(template.name), "experiment_name": .string(template.name)]
  }

  private static let kernel: JSONValue = [
    "display_name": .string("Python 3"), "language": .string("python"), "name": .string("python3"),
  ]

  private var notebook: JSONValue {
    [
      "cells": .array(template.cells.map(Self.json)),
      "metadata": [
        "kernelspec": Self.kernel, "kubeflow_notebook": configuration,
        "language_info": ["name": .string("python")],
      ],
      "nbformat": .integer(4), "nbformat_minor": .integer(5),
    ]
  }

  private static func json(of cell: PipelineTemplate.Cell) -> JSONValue {
    let last = cell.lines.count - 1
    let source = cell.lines.enumerated().map { JSONValue.string($0.element + ($0.offset < last ? "\n" : "")) }
    let tags = cell.tags.map { $0.map(JSONValue.string) } ?? []
    let metadata: JSONValue = cell.tags == nil ? .object([]) : ["tags": .array(tags)]
    var members = [
      JSONMember(key: "cell_type", value: .string(cell.tags == nil ? "markdown" : "code")),
      JSONMember(key: "id", value: .string(cell.identifier)), JSONMember(key: "metadata", value: metadata),
      JSONMember(key: "source", value: .array(source)),
    ]
    if cell.tags != nil {
      members.insert(JSONMember(key: "execution_count", value: .null), at: 1)
      members.insert(JSONMember(key: "outputs", value: .array([])), at: 4)
    }
    return .object(members)
  }

  /// The header of a text, as jupytext writes it.
  private func header(extension ending: String, format: String) -> [String] {
    [
      "---", "jupyter:", "  jupytext:", "    text_representation:", "      extension: \(ending)",
      "      format_name: \(format)", "  kernelspec:", "    display_name: Python 3", "    language: python",
      "    name: python3", "  kubeflow_notebook:", "    experiment_name: \(template.name)",
      "    pipeline_name: \(template.name)", "---",
    ]
  }

  private var percentScript: String {
    var lines = header(extension: ".py", format: "percent").map { "# " + $0 }
    for cell in template.cells {
      lines.append("")
      if let tags = cell.tags {
        lines.append("# %% tags=[\(tags.map { "\"\($0)\"" }.joined(separator: ", "))]")
        lines += cell.lines
      } else {
        lines += ["# %% [markdown]"] + cell.lines.map { $0.isEmpty ? "#" : "# " + $0 }
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private var markdown: String {
    var lines = header(extension: ".md", format: "markdown")
    for cell in template.cells {
      lines.append("")
      if let tags = cell.tags {
        lines.append("```python tags=[\(tags.map { "\"\($0)\"" }.joined(separator: ", "))]")
        lines += cell.lines + ["```"]
      } else {
        lines += cell.lines
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }
}
