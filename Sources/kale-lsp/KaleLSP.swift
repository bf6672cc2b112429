import ArgumentParser

@main
struct KaleLSP: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "kale-lsp")
}
