import KaleWorkspace
import LanguageServerProtocol

/// What is known of a notebook of the workspace that is not open.
struct WorkspaceContent {
  let diagnostics: [Diagnostic]
  let symbols: [SymbolInformation]
  /// The name under which the diagnostics are reported.
  let resultID: String
}
