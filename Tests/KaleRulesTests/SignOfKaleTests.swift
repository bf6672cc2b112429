import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import SourceText
import Testing

/// What is said of notebooks that are hardly Kale's, or not Python.
@Suite struct SignOfKaleTests {
  private func findings(_ text: String) -> [Finding] {
    FindingSelection().findings(in: analysis(of: text))
  }

  private func ipynb(_ cells: String, metadata: String = "", format: Int = 4) -> String {
    "{\"nbformat\": \(format), \"metadata\": {\(metadata)}, \"cells\": [\(cells)]}"
  }

  private static let panel =
    #""kubeflow_notebook": {"autosnapshot": false, "docker_image": "", "pipeline_name": "", "volumes": 1}"#

  @Test(arguments: [
    #"{"cell_type": "code", "metadata": {}, "source": "import os"}"#,
    #"{"cell_type": "code", "metadata": {"tags": ["hide-input"]}, "source": "x = (\\n!ls"}"#,
    #"{"cell_type": "markdown", "metadata": {}, "source": "text"}"#, "",
  ])
  func theMetadataOfThePanelAloneAreAnOfferAtMost(_ cells: String) {
    let found = findings(ipynb(cells, metadata: Self.panel))
    #expect(found.map(\.rule.name) == ["no-step"])
    #expect(found.map(\.severity) == [.hint])
    // Kale rejects it for its configuration, which nobody has to mend.
    #expect(found.map(\.kale) == [.refused])
    var strict = FindingSelection()
    strict.isStrict = true
    #expect(strict.findings(in: analysis(of: ipynb(cells, metadata: Self.panel))).map(\.severity) == [.hint])
  }

  @Test(arguments: ["step-load", "step:", "step:A B", "prev:load", "label:a:b"])
  func aTagThatIsMeantForAStepIsASign(_ tag: String) {
    let cell = "{\"cell_type\": \"code\", \"metadata\": {\"tags\": [\"\(tag)\"]}, \"source\": \"x = 1\"}"
    #expect(findings(ipynb(cell, metadata: Self.panel)).contains { $0.severity == .error })
  }

  @Test(arguments: [
    #"{"nbformat": 3, "metadata": {}, "worksheets": [{"cells": [{"cell_type": "code", "input": ["print 1"]}]}]}"#,
    #"{"nbformat": 3, "metadata": {}, "worksheets": []}"#,
    #"{"nbformat": 2, "metadata": {}, "worksheets": [{"cells": [{"cell_type": "code", "input": "print 1"}]}]}"#,
    #"{"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "code", "metadata": {"tags": ["imports"]}, "source": "("}]}"#,
  ])
  func ordinaryNotebooksAreSilent(_ text: String) {
    #expect(findings(text).isEmpty)
  }

  @Test func anOldFormatWithTagsOfKaleIsReported() {
    let cell = #"{"cell_type": "code", "metadata": {"tags": ["step:a"]}, "input": "print(1)"}"#
    let text = "{\"nbformat\": 3, \"metadata\": {}, \"worksheets\": [{\"cells\": [\(cell)]}]}"
    #expect(findings(text).contains { $0.rule.name == "unsupported-format" })
  }

  @Test(arguments: [
    (#""kernelspec": {"language": "R", "name": "ir"}"#, "R"),
    (#""language_info": {"name": "julia"}"#, "Julia"),
    (#""kernelspec": {"name": "x"}, "language_info": {"name": "scala"}"#, "Scala"),
    (#""kernelspec": {"language": "C++17"}"#, "C++17"),
    (#""kernelspec": {"name": "ir", "display_name": "R"}"#, "R"),
    (#""kernelspec": {"name": "julia-1.9"}"#, "Julia"),
  ])
  func notebooksInOtherLanguagesGetOneSentenceOrNone(_ metadata: String, _ language: String) {
    let plain = #"{"cell_type": "code", "metadata": {}, "source": "x <- 1 |> f()"}"#
    #expect(findings(ipynb(plain, metadata: metadata)).isEmpty)
    #expect(findings(ipynb(plain, metadata: metadata + ", " + Self.panel)).isEmpty)
    let tagged = #"{"cell_type": "code", "metadata": {"tags": ["step:a"]}, "source": "x <- 1 |> f()"}"#
    let found = findings(ipynb(tagged, metadata: metadata))
    #expect(found.map(\.rule.name) == ["notebook-language"])
    #expect(found.first?.message.contains(" \(language).") == true)
    #expect(found.first?.stopsCompiling == true)
  }

  @Test(arguments: [
    #""kernelspec": {"language": "python"}"#, #""kernelspec": {"language": "Python 3"}"#,
    #""language_info": {"name": "pyspark"}"#,
    #""kernelspec": {"language": ""}, "language_info": {"name": "ipython"}"#,
    #""kernelspec": 1"#, #""kernelspec": {"name": "conda-env-ml-py"}"#, #""kernelspec": {"language": 1}"#,
  ])
  func dialectsOfPythonArePython(_ metadata: String) {
    let cell = #"{"cell_type": "code", "metadata": {"tags": ["step:a"]}, "source": "print(y)"}"#
    #expect(findings(ipynb(cell, metadata: metadata)).contains { $0.rule.name == "missing-name" })
  }

  @Test(arguments: [
    ("javascript", "console.log(1);;", ["cell-language"]), ("sql", "select 1", ["cell-language"]),
    ("shellscript", "%%bash\\nls", ["ipython-syntax"]), ("python", "x = (", ["syntax-error"]),
  ])
  func aCellInAnotherLanguageIsNotReadAsPython(_ language: String, _ source: String, _ rules: [String]) {
    func cell(_ tags: String) -> String {
      "{\"cell_type\": \"code\", \"metadata\": {\"vscode\": {\"languageId\": \"\(language)\"}\(tags)}, \"source\": "
        + "\"\(source)\"}"
    }
    let step = #"{"cell_type": "code", "metadata": {"tags": ["step:a"]}, "source": "x = 1"}"#
    let metadata = #""kubeflow_notebook": {"pipeline_name": "p", "experiment_name": "e"}"#
    #expect(findings(ipynb(step + "," + cell(""), metadata: metadata)).map(\.rule.name) == rules)
    #expect(findings(ipynb(step + "," + cell(#", "tags": ["skip"]"#), metadata: metadata)).isEmpty)
  }
}

/// The names of pipeline and experiment where the notebook does not set them.
@Suite struct ProposedNameTests {
  private func proposed(_ configuration: String, file: String?) -> ProposedNames {
    let text = "# kubeflow_notebook: \(configuration)\n# %% tags=[\"step:a\"]\nx = 1"
    return ProposedNames(
      for: analysis(of: ExampleNotebook(text).notebook, beside: NotebookFolder(notebookName: file)))
  }

  @Test(arguments: [
    ("my analysis.ipynb", "my-analysis"), ("Titanic (2nd).ipynb", "titanic-2nd"), ("v1.2.ipynb", "v1-2"),
    ("größe.ipynb", "grosse"), ("日.ipynb", "pipeline"), ("_a_.ipynb", "a"), ("train", "train"),
    (String(repeating: "a-", count: 200) + ".ipynb", String(repeating: "a-", count: 30).dropLast() + ""),
  ])
  func theDefaultIsTheNameOfTheFile(_ file: String, _ name: String) {
    #expect(proposed("{}", file: file).pipeline == name)
    #expect(proposed(#"{"pipeline_name": ""}"#, file: file).experiment == name)
    #expect(proposed(#"{"pipeline_name": "p"}"#, file: file).pipeline == "p")
  }

  @Test(arguments: ["{}", #"{"pipeline_name": "", "experiment_name": ""}"#, #"{"pipeline_name": null}"#])
  func anEmptyNameIsAMissingOne(_ configuration: String) throws {
    let text = "# kubeflow_notebook: \(configuration)\n# %% tags=[\"step:a\"]\nx = 1"
    let analysis = analysis(of: text)
    let found = analysis.findings()
    #expect(found.map(\.rule.name) == ["missing-configuration"])
    #expect(found.map(\.severity) == [.warning])
    let fixed = ExampleNotebook(text).notebook.applying(try #require(found.first?.safeFix).edits)
    #expect(KaleTestSupport.analysis(of: fixed).findings().isEmpty)
    #expect(analysis.pipeline.configuration.pipelineName == "example")
  }

  @Test func anEmptyExperimentIsFineForKale() {
    let text =
      "# kubeflow_notebook: {\"pipeline_name\": \"p\", \"experiment_name\": \"\"}\n# %% tags=[\"step:a\"]\nx = 1"
    #expect(analysis(of: text).findings().map(\.kale) == [.accepted])
  }
}
