import LanguageServerProtocol

/// What is wrong with a configuration file, as the client is told.
struct ConfigurationDiagnostic: Equatable {
  let range: PositionRange
  let message: String
}
