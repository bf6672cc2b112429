import JSONSyntax
import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import SourceText
import Testing

/// What is wrong with configurations and how it is put right. Whether Kale refuses each was asked of Kale 2.3.0.
@Suite struct ConfigurationTests {
  private static let step = "\n# %% tags=[\"step:a\"]\nx = 1\n# %% tags=[\"step:b\", \"prev:a\"]\nprint(x)"

  private func notebook(_ members: String) -> Notebook {
    ExampleNotebook(
      #"# kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "# + members + "}" + Self.step
    ).notebook
  }

  private func findings(_ notebook: Notebook) -> [Finding] {
    analysis(of: notebook).findings().filter { $0.rule.code.hasPrefix("KALE3") }
  }

  // MARK: Verdicts

  @Test(
    arguments: [
      #""timeout": 0"#, #""timeout": false"#, #""timeout": 1.0"#, #""enable_caching": 1"#,
      #""base_image": 3"#,
      #""output_path": "../x""#, #""output_path": "a/../../b""#, #""volume_access_mode": "RWO""#,
      #""storage_class_name": "Std""#, #""security_context": []"#, #""security_context": {"x": 1}"#,
      #""katib_metadata": {"maxTrialCount": "1"}"#, #""katib_metadata": {"x": 1}"#, #""volumes": {}"#,
      #""volumes": [null]"#, #""volumes": [{"name": "a", "mount_point": "/a"}]"#,
      #""volumes": [{"name": "a", "type": "pvc"}]"#,
      #""volumes": [{"name": "a", "mount_point": "/a", "type": "nfs"}]"#,
      #""volumes": [{"name": "a", "mount_point": "/a", "type": "pvc", "annotations": ["x"]}]"#,
      #""volumes": [{"name": "a", "mount_point": "/a", "type": "pvc", "annotations": [{"key": "k"}]}]"#,
      #""volumes": [{"name": "a", "mount_point": "/a", "type": "pvc", "annotations": [{"key": [], "value": 1}]}]"#,
      #""steps_defaults": "label:a:b""#, #""steps_defaults": ["step:a"]"#, #""steps_defaults": [1]"#,
      #""steps_defaults": ["image:x"]"#, #""steps_defaults": {"base_image": "x"}"#,
      #""steps_defaults": {"x": 1}"#,
      #""steps_defaults": {"labels": null}"#, #""steps_defaults": {"limits": []}"#, #""autosnapshot": false"#,
    ])
  func refusedByKale(_ members: String) {
    let refused = findings(notebook(members)).filter { $0.kale == .refused }
    #expect(refused.count == 1, "\(refused.map(\.message))")
  }

  @Test(
    arguments: [
      #""timeout": null"#, #""notebook_path": 3"#, #""output_path": "a/../b""#, #""volume_access_mode": """#,
      #""security_context": {}"#, #""security_context": {"run_as_user": true}"#, #""experiment": {"x": 1}"#,
      #""volumes": [{"name": "a", "mount_point": "/a", "type": "pvc", "annotations": [{"key": ""}], "size": true}]"#,
      #""steps_defaults": []"#, #""steps_defaults": {}"#, #""steps_defaults": {"labels": {"a": 1}}"#,
      #""security_context": {"run_as_user": 36893488147419103232}"#,
    ])
  func acceptedByKale(_ members: String) {
    #expect(!findings(notebook(members)).contains { $0.kale == .refused })
  }

  @Test func withoutStepsNothingCrashes() {
    let configuration = #"{"pipeline_name": "p", "experiment_name": "e", "steps_defaults": ["image:x"]}"#
    let text = "# kubeflow_notebook: \(configuration)\n# %% tags=[\"imports\", \"step:\"]\nimport os"
    #expect(analysis(of: text).findings().filter { $0.rule.code == "KALE304" }.map(\.kale) == [.accepted])
  }

  // MARK: Fixes

  @Test(
    arguments: [
      (#""mount_point": "/a", "type": "PVC""#, #""mount_point": "/a", "type": "pvc""#),
      (#""mount_pont": "/a", "type": "pvc""#, #""mount_point": "/a", "type": "pvc""#),
      (#""mountPoint": "/a", "type": "pvc""#, #""mount_point": "/a", "type": "pvc""#),
      (
        #""mount_point": "/a", "type": "pvc", "size": "5""#, #""mount_point": "/a", "type": "pvc", "size": 5"#
      ),
      (
        #""mount_point": "/a", "type": "pvc", "volume_access_mode": "ReadWriteMany""#,
        #""mount_point": "/a", "type": "pvc", "volume_access_mode": "rwm""#
      ),
      (#""type": "pvc""#, #""type": "pvc", "mount_point": "/mnt/a""#),
      (#""mount_point": "/a""#, #""mount_point": "/a", "type": "pvc""#),
    ])
  func aVolumeIsPutRight(_ before: String, _ after: String) throws {
    let wrong = notebook(#""volumes": [{"name": "a", "# + before + "}]")
    #expect(try fixed(wrong) == notebook(#""volumes": [{"name": "a", "# + after + "}]").kaleMetadata)
  }

  @Test(
    arguments: [
      (#""timeout": "600", "volumes": []"#, #""timeout": 600, "volumes": []"#),
      (#""timeout": -1, "volumes": []"#, #""volumes": []"#),
      (#""base_image": 3"#, #""base_image": "3""#),
      (#""image": "a:1""#, #""base_image": "a:1""#),
      (#""docker_image": "a:1", "base_image": "b:1""#, #""base_image": "b:1""#),
      (#""enable_cachng": false"#, #""enable_caching": false"#),
      (#""steps_defaults": "label:a:b""#, #""steps_defaults": ["label:a:b"]"#),
      (#""steps_defaults": ["labels:a:b"]"#, #""steps_defaults": ["label:a:b"]"#),
      (#""steps_defaults": ["step:x"]"#, #""steps_defaults": []"#),
      (#""security_context": {"runAsUser": 5}"#, #""security_context": {"run_as_user": 5}"#),
      (#""output_path": "/abs", "volumes": []"#, #""volumes": []"#),
    ])
  func aSettingIsPutRight(_ before: String, _ after: String) throws {
    #expect(try fixed(notebook(before)) == notebook(after).kaleMetadata)
  }

  private func fixed(_ notebook: Notebook) throws -> JSONValue? {
    let finding = try #require(findings(notebook).first { $0.severity <= .warning })
    return notebook.applying(try #require(finding.fixes.first).edits).kaleMetadata
  }

  @Test func aNotebookWithoutANameIsCalledAfterItsTitle() throws {
    let text = "# %% [markdown]\n# Taxi *fares*, 2024\n# %% tags=[\"step:a\"]\nx = 1"
    let notebook = ExampleNotebook(text).notebook.with(kaleMetadata: nil, kaleLSPMetadata: nil)
    let names = findings(notebook).flatMap(\.fixes).map(\.title)
    #expect(names == ["Set `pipeline_name` to `taxi-fares-2024` and `experiment_name` to `taxi-fares-2024`"])
  }

  // MARK: What it says

  @Test func stepsDefaultsMayBeAnObject() {
    let object = #"""
      "steps_defaults": {"labels": {"team": "a"}, "limits": {"nvidia.com/gpu": 1}, "base_image": "b:1",
      "secrets": {"TOKEN": {"secret_name": "s", "secret_key": "k"}}, "enable_caching": false}
      """#.filter { $0 != "\n" }
    let list =
      #""steps_defaults": ["label:team:a", "limit:nvidia.com/gpu:1", "image:b:1", "secret:s:k:TOKEN", "cache:disabled"]"#
    let defaults = [object, list].map { analysis(of: notebook($0)).configuration.configuration.stepsDefaults }
    #expect(defaults[0] == defaults[1])
    #expect(defaults[0].secrets.count == 1)
  }

  @Test func findingsStandAtTheKeyOrTheValue() {
    let text = #"""
      {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kubeflow_notebook": {"pipeline_name": "P", "experiment_name":
      "e", "docker_image": "x", "volumes": [{"name": "V", "mount_point": "/", "type": "pvc"}]}}, "cells": [{"cell_type": "code", "metadata": {"tags": ["step:a"]}, "source": "x = 1"}]}
      """#
    let document = IpynbDocument(SourceText(text))
    let shown = analysis(of: document.notebook).findings().filter { $0.rule.code.hasPrefix("KALE30") }.map {
      finding in
      document.text.string(in: document.fileRange(of: finding.place))
    }
    #expect(shown.sorted() == [#""P""#, #""V""#, #""docker_image""#])
  }

  // MARK: Names of the cluster

  @Test(arguments: [
    #""volumes": [{"name": "my.data.claim", "mount_point": "/d", "type": "pvc"}]"#,
    #""storage_class_name": "csi.fast.v1""#,
    #""volumes": [{"name": "1st", "mount_point": "/d", "type": "clone", "size": 1}]"#,
  ])
  func aNameThatKubernetesAllowsIsAWarningAndStays(_ members: String) throws {
    let notebook = notebook(members)
    let finding = try #require(findings(notebook).first { $0.rule.name == "invalid-configuration" })
    #expect(finding.severity == .warning && finding.kale == .refused)
    #expect(!finding.fixes.contains { $0.title.hasPrefix("Change") })
    #expect(!analysis(of: notebook).findings().contains { $0.stopsCompiling })
  }

  @Test(arguments: NotebookRepair.Purpose.allCases)
  func noAutomaticFixRenamesWhatTheClusterHas(_ purpose: NotebookRepair.Purpose) {
    for type in ["pvc", "clone", "pv", "new_pvc"] {
      for name in ["my.data.claim", "My_Claim", "1", "-a", "a b"] {
        let members =
          #""storage_class_name": "Fast Disk", "volumes": [{"name": "\#(name)", "mount_point": "/d", "#
          + #""type": "\#(type)", "size": 1, "storage_class_name": "csi.v1"}]"#
        let notebook = notebook(members)
        let repaired = NotebookRepair(of: notebook, for: purpose, showing: FindingSelection()).notebook
        #expect(repaired.kaleMetadata?["storage_class_name"] == "Fast Disk")
        guard case .array(let volumes) = repaired.kaleMetadata?["volumes"], let volume = volumes.first else {
          // A migration leaves out what Kale ignores.
          #expect(purpose == .migration && (type == "clone" || type == "new_pvc"), "the volume is gone")
          continue
        }
        #expect(volume["storage_class_name"] == "csi.v1")
        if type != "new_pvc" { #expect(volume["name"] == .string(name)) }
      }
    }
  }
}
