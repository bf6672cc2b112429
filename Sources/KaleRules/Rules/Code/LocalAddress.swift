import KaleAnalysis
import NotebookModel
import PythonSyntax

/// An address of a service on the person's computer.
enum LocalAddress: NotebookRule {
  static let description = RuleDescription(
    code: "KALE336", name: "local-address", severity: .warning,
    summary: "A step connects to `localhost`, which is its own container.",
    rationale: """
      In a step, `localhost` is the container of the step, not your computer: a server or a database that runs on your \
      computer does not answer there. Use the address that the service has in the cluster, or make the address a pipeline \
      parameter.

      The rule reports addresses like `http://localhost:5000` that are given to a function or assigned to a variable, and \
      arguments `host="localhost"`. It reports nothing if the notebook starts a server or another program.
      """,
    whyNoFix: "Which address the service has in the cluster is for you to say.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["imports"]
        import mlflow
        # %% tags=["step:train"]
        mlflow.set_tracking_uri(«"http://localhost:5000"»)
        """
      ],
      nonTriggering: [
        """
        # %% tags=["imports"]
        import subprocess, urllib.request
        # %% tags=["step:ask"]
        server = subprocess.Popen(["python", "-m", "http.server", "8000"])
        print(urllib.request.urlopen("http://localhost:8000").read())
        # %% tags=["step:other"]
        print("see http://localhost:8000")
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    // The default of a parameter is what a run gets.
    let ofPipeline = Set(
      analysis.outline.cells(of: .pipelineParameters) + analysis.pipelineCells)
    let cells = analysis.cells(with: .localHosts).filter(ofPipeline.contains)
    guard !cells.isEmpty, !startsServers(analysis) else { return [] }
    var seen: Set<String> = []
    return cells.flatMap { cell in
      analysis.facts[cell].localAddresses.compactMap { address, range -> Finding? in
        guard seen.insert(address).inserted else { return nil }
        return Finding(
          description, kale: .accepted, at: .source(cell: cell, range: range),
          "`\(address)` is the container of the step itself. Use the address that the service has in the cluster."
        )
      }
    }
  }

  /// Whether code of the notebook may start what answers there.
  private static func startsServers(_ analysis: NotebookAnalysis) -> Bool {
    analysis.pipelineCells.contains { cell in
      let facts = analysis.facts[cell]
      return facts.facts.escapes.contains { $0.kind == .shell || $0.kind == .cellMagic }
        || !servers.isDisjoint(with: facts.attributeNames)
        || facts.facts.calls.contains(where: servers.contains)
    }
  }

  /// Functions and classes that start servers and other programs.
  private static let servers: Set<String> = [
    "bind", "create_server", "HTTPServer", "listen", "LocalCluster", "Popen", "run_server", "serve",
    "serve_forever", "start_server", "system", "TCPServer", "ThreadingHTTPServer",
  ]
}
