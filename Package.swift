// swift-tools-version: 6.0
import PackageDescription

let package = Package(
  name: "kale-lsp",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "kale-lsp", targets: ["kale-lsp"]),
    .library(name: "PythonSyntax", targets: ["PythonSyntax"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    // For tests alone: a second opinion on the YAML that is written.
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // Each target may import only the targets named here; ARCHITECTURE.md says what each one promises.
    .target(name: "SourceText"),
    .target(name: "PythonSyntax"),
    .target(name: "JSONSyntax"),
    .target(name: "TOMLSyntax"),
    .target(name: "JSONRPC", dependencies: ["JSONSyntax"]),
    .target(name: "LanguageServerProtocol", dependencies: ["JSONSyntax"]),
    .target(name: "NotebookModel", dependencies: ["JSONSyntax", "SourceText"]),
    .target(
      name: "KaleAnalysis", dependencies: ["NotebookModel", "PythonSyntax", "JSONSyntax", "SourceText"]),
    .target(
      name: "KaleSettings", dependencies: ["KaleAnalysis", "NotebookModel", "JSONSyntax", "TOMLSyntax"]),
    .target(
      name: "KaleRules",
      dependencies: [
        "KaleSettings", "KaleAnalysis", "NotebookModel", "PythonSyntax", "JSONSyntax", "SourceText",
      ]),
    .target(
      name: "PipelineCompiler", dependencies: ["KaleAnalysis", "NotebookModel", "JSONSyntax"],
      plugins: ["EmbedTextPlugin"]),
    .target(
      name: "KaleIDE",
      dependencies: ["KaleRules", "KaleAnalysis", "NotebookModel", "PythonSyntax", "JSONSyntax"]),
    .target(
      name: "KaleWorkspace",
      dependencies: [
        "PipelineCompiler", "KaleSettings", "KaleAnalysis", "NotebookModel", "JSONSyntax", "TOMLSyntax",
        "SourceText",
      ],
      plugins: ["EmbedTextPlugin"]),
    .target(
      name: "KaleLanguageServer",
      dependencies: [
        "KaleWorkspace", "KaleIDE", "KaleRules", "KaleSettings", "KaleAnalysis", "NotebookModel",
        "LanguageServerProtocol", "JSONRPC", "JSONSyntax", "SourceText",
      ]),
    .target(
      name: "KaleCommandLine",
      dependencies: [
        "KaleWorkspace", "KaleRules", "KaleSettings", "KaleAnalysis", "NotebookModel", "PythonSyntax",
        "JSONSyntax", "TOMLSyntax", "SourceText",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "kale-lsp",
      dependencies: [
        "KaleCommandLine", "KaleLanguageServer", "PipelineCompiler", "KaleWorkspace", "KaleIDE", "KaleRules",
        "KaleSettings", "KaleAnalysis",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      // On Linux the binary needs nothing of the system, not even its C library: it starts sooner, takes less memory and
      // runs on every distribution. The linker asks for two parts of FoundationEssentials by name.
      linkerSettings: [
        .unsafeFlags(
          ["-static-executable", "-use-ld=lld", "-l_FoundationCShims", "-l_FoundationCollections"],
          .when(platforms: [.linux], configuration: .release))
      ]),
    // Make Swift code of the text files of a target, while the package is built.
    .executableTarget(name: "EmbedText"),
    .plugin(
      name: "EmbedTextPlugin", capability: .buildTool(), dependencies: ["EmbedText"],
      path: "Sources/EmbedTextPlugin"),
    // What the test targets share; nothing in Sources may use it.
    .target(
      name: "KaleTestSupport",
      dependencies: [
        "KaleLanguageServer", "KaleWorkspace", "KaleIDE", "KaleRules", "KaleAnalysis", "NotebookModel",
        "LanguageServerProtocol", "JSONRPC", "JSONSyntax", "SourceText",
      ],
      path: "Tests/KaleTestSupport"),
    .testTarget(name: "LayerTests", dependencies: ["KaleTestSupport", "KaleWorkspace", "KaleAnalysis"]),
    .testTarget(name: "SourceTextTests", dependencies: ["KaleTestSupport", "SourceText"]),
    .testTarget(name: "PythonSyntaxTests", dependencies: ["KaleTestSupport", "PythonSyntax"]),
    .testTarget(name: "JSONSyntaxTests", dependencies: ["KaleTestSupport", "JSONSyntax"]),
    .testTarget(name: "TOMLSyntaxTests", dependencies: ["KaleTestSupport", "TOMLSyntax"]),
    .testTarget(
      name: "KaleSettingsTests", dependencies: ["KaleSettings", "KaleAnalysis", "JSONSyntax", "TOMLSyntax"]),
    .testTarget(name: "JSONRPCTests", dependencies: ["KaleTestSupport", "JSONRPC", "JSONSyntax"]),
    .testTarget(name: "LanguageServerProtocolTests", dependencies: ["LanguageServerProtocol", "JSONSyntax"]),
    .testTarget(
      name: "NotebookModelTests",
      dependencies: ["KaleTestSupport", "NotebookModel", "JSONSyntax", "SourceText"]),
    .testTarget(
      name: "KaleRulesTests",
      dependencies: [
        "KaleTestSupport", "KaleIDE", "KaleRules", "KaleAnalysis", "NotebookModel", "JSONSyntax",
        "SourceText",
      ]),
    .testTarget(
      name: "KaleIDETests",
      dependencies: [
        "KaleTestSupport", "KaleWorkspace", "KaleIDE", "KaleRules", "KaleAnalysis", "NotebookModel",
        "JSONSyntax", "SourceText",
      ]),
    .testTarget(
      name: "PipelineCompilerTests",
      dependencies: [
        "KaleTestSupport", "PipelineCompiler", "KaleRules", "KaleAnalysis", "NotebookModel", "JSONSyntax",
        "Yams",
      ]),
    .testTarget(
      name: "KaleWorkspaceTests",
      dependencies: [
        "KaleTestSupport", "KaleWorkspace", "PipelineCompiler", "KaleIDE", "KaleRules", "KaleSettings",
        "KaleAnalysis", "NotebookModel",
        "JSONSyntax",
        "SourceText",
      ]),
    .testTarget(
      name: "KaleCommandLineTests",
      dependencies: [
        "KaleTestSupport", "KaleCommandLine", "KaleWorkspace", "KaleRules", "KaleSettings", "KaleAnalysis",
        "NotebookModel", "JSONSyntax", "SourceText",
      ]),
    .testTarget(
      name: "KaleLanguageServerTests",
      dependencies: [
        "KaleTestSupport", "KaleLanguageServer", "KaleWorkspace", "KaleIDE", "KaleRules", "KaleAnalysis",
        "NotebookModel", "LanguageServerProtocol", "JSONRPC", "JSONSyntax", "SourceText",
      ]),
  ],
  swiftLanguageModes: [.v6]
)

// To optimize the tests would take a third of the release build that they run on.
for target in package.targets where target.type == .test {
  target.swiftSettings = [.unsafeFlags(["-Onone"], .when(configuration: .release))]
}
