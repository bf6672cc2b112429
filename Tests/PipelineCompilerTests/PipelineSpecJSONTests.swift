import JSONSyntax
import KaleAnalysis
import Testing
import Yams

@testable import PipelineCompiler

/// The pipeline spec as JSON is what a reader of the YAML gets.
@Suite struct PipelineSpecJSONTests {
  @Test(arguments: [PipelineRuntime.exact, .kale])
  func itIsTheValueOfTheYAML(runtime: PipelineRuntime) throws {
    var pipeline = Sample.pipeline
    pipeline.configuration.runtime = runtime
    pipeline.configuration.volumes = [Volume(name: "data", mountPoint: "/data", type: .claim)]
    pipeline.parameters = [
      PipelineParameter(name: "epochs", value: .integer(3)),
      PipelineParameter(name: "rate", value: .float(0.1)),
      PipelineParameter(name: "verbose", value: .boolean(true)),
      PipelineParameter(name: "title", value: .string("no: 1\n\u{301} größe")),
    ]
    let compiled = try Sample.compile(pipeline)
    let documents = Array(try Yams.compose_all(yaml: compiled.pipelineSpec))
    let first = try #require(documents.first)
    #expect(compiled.pipelineSpecJSON.isRead(as: first))
    // A reader of the JSON gets the same.
    let bytes = compiled.pipelineSpecJSON.serialized()
    #expect(JSONTree(parsing: bytes).root.map { $0.value.isRead(as: first) } == true)
  }
}

extension JSONValue {
  /// Whether a reader has found this value, of this type.
  fileprivate func isRead(as node: Node) -> Bool {
    switch (self, node) {
    case (.string(let text), .scalar(let scalar)):
      node.tag == Tag(.str) && scalar.string.utf8.elementsEqual(text.utf8)
    case (.bool(let value), .scalar): node.tag == Tag(.bool) && node.bool == value
    case (.double(let number), .scalar): node.float == number
    case (.integer(let number), .scalar): node.float == Double(number)
    case (.array(let items), .sequence(let nodes)):
      items.count == nodes.count && zip(items, nodes).allSatisfy { $0.isRead(as: $1) }
    case (.object(let members), .mapping(let pairs)):
      members.count == pairs.count
        && pairs.allSatisfy { key, node in
          (key.scalar.flatMap { self[$0.string] })?.isRead(as: node) ?? false
        }
    default: false
    }
  }
}
