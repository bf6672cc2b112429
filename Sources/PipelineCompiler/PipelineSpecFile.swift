/// The YAML file that KFP takes a pipeline from.
enum PipelineSpecFile {
  static func text(of plan: PipelinePlan, header: CompiledFileHeader) -> String {
    var text = CompiledFileHeader.comments(header.definition + header.origin)
    text += YAMLWriter.write(PipelineSpec(plan).yaml)
    if let platform = PlatformSpec(plan) {
      text += "---\n" + YAMLWriter.write(platform.yaml)
    }
    return text
  }
}
