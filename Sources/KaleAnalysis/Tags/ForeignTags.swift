/// Tags that other tools give a meaning to; they are not misspelled Kale tags, however similar they look.
package enum ForeignTags {
  /// Each known tag and the tool it belongs to.
  private static let owners: [String: String] = [
    "parameters": "papermill", "injected-parameters": "papermill",
    "hide-input": "Jupyter Book", "hide-output": "Jupyter Book", "hide-cell": "Jupyter Book",
    "remove-input": "Jupyter Book", "remove-output": "Jupyter Book", "remove-cell": "Jupyter Book",
    "full-width": "Jupyter Book", "margin": "Jupyter Book", "popout": "Jupyter Book",
    "scroll-output": "Jupyter Book",
    "output_scroll": "Jupyter Book", "remove_cell": "nbconvert", "remove_input": "nbconvert",
    "remove_output": "nbconvert", "hide_input": "nbextensions", "hide_output": "nbextensions",
    "hide_cell": "nbextensions", "raises-exception": "nbclient", "skip-execution": "nbclient",
    "nbval-skip": "nbval", "nbval-ignore-output": "nbval", "nbval-raises-exception": "nbval",
    "nbval-check-output": "nbval", "keep_output": "nbstripout", "export": "nbdev", "active-py": "jupytext",
    "active-ipynb": "jupytext", "solution": "nbgrader", "exercise": "nbgrader", "slide": "RISE",
  ]

  /// The tool a tag is known to belong to.
  package static func owner(of tag: String) -> String? { owners[tag] }

  /// Whether a tag that is not of Kale's language is another tool's, and not a slip of one that is.
  package static func isForeign(_ tag: String) -> Bool {
    owner(of: tag) != nil || TagSuggestion.unfinished(tag) == nil && TagSuggestion.nearest(to: tag) == nil
  }
}
