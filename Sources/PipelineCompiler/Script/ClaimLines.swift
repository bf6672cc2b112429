import KaleAnalysis

/// The parts of the DSL script that make a pipeline's claims and delete them, both in the outermost pipeline.
enum ClaimLines {
  /// One text for each claim, for the pipeline's function, before its tasks.
  static func making(_ plan: PipelinePlan) -> [String] {
    (plan.isRoot ? plan.claims : []).map { claim in
      var arguments = [
        "pvc_name_suffix=\(PythonLiteral.string(claim.nameSuffix))",
        "access_modes=[\(PythonLiteral.string(claim.accessMode.kubernetesName))]",
        "size=\(PythonLiteral.string(claim.size))",
      ]
      if let name = claim.storageClassName {
        arguments.append("storage_class_name=\(PythonLiteral.string(name))")
      }
      if !claim.annotations.isEmpty { arguments.append("annotations=\(dictionary(claim.annotations))") }
      if let source = claim.source {
        arguments.append("data_source=\(dictionary(PlannedClaim.dataSource(source)))")
      }
      return text(
        ["\(claim.variable) = kubernetes.CreatePVC("] + arguments.map { "    \($0)," }
          + [")", "\(claim.variable).set_display_name(\(PythonLiteral.string(claim.displayName)))"])
    }
  }

  /// One text for each claim, after the pipeline's tasks.
  static func deleting(_ plan: PipelinePlan) -> [String] {
    (plan.isRoot ? plan.claims : []).map { claim in
      text([
        "kubernetes.DeletePVC(pvc_name=\(claim.nameExpression(inRoot: true))).after(",
        "    \(plan.lastTasks.map(\.variable).joined(separator: ", "))",
        ").set_display_name(\(PythonLiteral.string(claim.deletionDisplayName)))",
      ])
    }
  }

  private static func text(_ lines: [String]) -> String {
    lines.map { "    \($0)\n" }.joined()
  }

  private static func dictionary(_ entries: [KeyedValue]) -> String {
    let items = entries.map { "\(PythonLiteral.string($0.key)): \(PythonLiteral.string($0.value))" }
    return "{" + items.joined(separator: ", ") + "}"
  }
}

extension PlannedClaim {
  /// The claim's name in the function of the outermost pipeline, or of one inside.
  func nameExpression(inRoot isRoot: Bool) -> String {
    isRoot ? "\(variable).outputs[\"\(Self.nameOutput)\"]" : variable
  }
}
