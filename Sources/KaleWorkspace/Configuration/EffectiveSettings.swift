import JSONSyntax
import KaleAnalysis
import KaleSettings
import PipelineCompiler

/// All settings that count for a notebook or a folder, each with its source.
package struct EffectiveSettings {
  /// What is set.
  package let settings: Settings
  /// The configuration file that counts; nil if there is none.
  package let file: ConfigurationFile?

  /// Joins the settings of all places.
  ///
  /// - Parameters:
  ///   - options: What options of the command line say.
  ///   - file: The configuration file that counts.
  ///   - analysis: The analysis of the notebook; nil for a folder.
  ///   - variable: Returns the value of an environment variable; nil for the process's own.
  package init(
    options: Settings, file: ConfigurationFile?, of analysis: NotebookAnalysis?,
    variable: ((String) -> String?)? = nil
  ) {
    self.file = file
    let outer = Self.settings(ofEnvironment: variable ?? ProcessEnvironment.value).over(
      file?.settings ?? Settings())
    let notebook = analysis.map(Self.settings) ?? Settings()
    settings = options.over(notebook.over(outer))
  }

  private static func settings(ofEnvironment variable: (String) -> String?) -> Settings {
    var settings = Settings()
    let defaults = CompilationDefaults(variable)
    if variable(CompilationDefaults.baseImageVariable) != nil {
      settings.set(
        .baseImage, to: .text(defaults.baseImage),
        by: .environment(variable: CompilationDefaults.baseImageVariable))
    }
    if let name = PackageIndex.indexVariables.first(where: { variable($0) != nil }) {
      settings.set(
        .indexURLs, to: .words(defaults.packageIndex.indexURLs), by: .environment(variable: name))
    }
    if let name = PackageIndex.hostVariables.first(where: { variable($0) != nil }) {
      settings.set(
        .trustedHosts, to: .words(defaults.packageIndex.trustedHosts), by: .environment(variable: name))
    }
    return settings
  }

  private static func settings(of analysis: NotebookAnalysis) -> Settings {
    var settings = Settings()
    let configuration = analysis.configuration.configuration
    if let runtime = configuration.runtime {
      settings.set(.runtime, to: .text(runtime.rawValue), by: .notebook(key: "kale_lsp.runtime"))
    }
    if let image = configuration.baseImage {
      settings.set(.baseImage, to: .text(image), by: .notebook(key: "kubeflow_notebook.base_image"))
    }
    if case .string(let host)? = analysis.notebook.kaleMetadata?["kfp_host"], !host.isEmpty {
      settings.set(.kfpHost, to: .text(host), by: .notebook(key: "kubeflow_notebook.kfp_host"))
    }
    if case .object(let members)? = analysis.notebook.kaleLSPMetadata?["package_names"] {
      let pairs = members.compactMap { member -> SettingContent.Pair? in
        guard let name = configuration.packages.names[member.key] else { return nil }
        return SettingContent.Pair(key: member.key, words: name.map { [$0] } ?? [])
      }
      if !pairs.isEmpty {
        settings.set(.packageNames, to: .pairs(pairs), by: .notebook(key: "kale_lsp.package_names"))
      }
    }
    return settings
  }
}

extension Setting {
  /// What counts if nothing sets it.
  package var standard: SettingContent {
    switch self {
    case .select: .words(["KALE"])
    case .strict: .flag(false)
    case .respectGitignore: .flag(true)
    case .runtime: .text(PipelineRuntime.standard.rawValue)
    case .baseImage: .text(KaleRelease.current.defaults.baseImage)
    case .indexURLs: .words([PackageIndex.pyPI])
    case .exclude: .words(FileExclusions.usualFolders)
    case .ignore, .extendExclude, .trustedHosts: .words([])
    case .rules, .perFileIgnores, .packageNames: .pairs([])
    case .kfpHost: .text("")
    }
  }
}
