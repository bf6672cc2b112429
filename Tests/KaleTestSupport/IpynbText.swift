import JSONSyntax

/// The text of an `.ipynb` file with code cells, each with its tags, its code and, for a reference, the path of the notebook.
package func ipynbText(_ cells: (tags: [String], source: String, path: String?)...) -> String {
  let cells = cells.map { cell -> JSONValue in
    var metadata: [JSONMember] = [JSONMember(key: "tags", value: .array(cell.tags.map(JSONValue.string)))]
    if let path = cell.path { metadata.append(JSONMember(key: "notebook_path", value: .string(path))) }
    return [
      "cell_type": "code", "metadata": .object(metadata), "outputs": [], "source": .string(cell.source),
    ]
  }
  let notebook: JSONValue = [
    "cells": .array(cells), "nbformat": 4, "nbformat_minor": 4,
    "metadata": ["kubeflow_notebook": ["pipeline_name": "p", "experiment_name": "e"]],
  ]
  return String(decoding: notebook.serialized(), as: UTF8.self)
}
