import KaleAnalysis
import KaleRules
import Testing

@testable import PipelineCompiler

@Suite struct VolumeTests {
  private func pipeline(_ volumes: [Volume]) -> Pipeline {
    var pipeline = Sample.pipeline
    pipeline.configuration.volumes = volumes
    return pipeline
  }

  private func newClaim(_ name: String, type: VolumeType = .newClaim) -> Volume {
    var volume = Volume(name: name, mountPoint: "/" + name, type: type)
    volume.size = "5Gi"
    return volume
  }

  @Test func allButPersistentVolumesAreMountedAndExposed() throws {
    var volumes = [
      Volume(name: "my-data.1", mountPoint: "/data", type: .claim), newClaim("new"),
      Volume(name: "pv", mountPoint: "/pv", type: .persistentVolume),
    ]
    for index in volumes.indices { volumes[index].isExposedAsEnvironmentVariable = true }
    let plan = try PipelinePlanner.plan(pipeline(volumes))
    for step in plan.steps {
      #expect(step.settings.volumes.map(\.mountPoint) == ["/data", "/new"])
      #expect(
        step.settings.environment.map { "\($0.key)=\($0.value)" } == [
          "HOME=/tmp", "KALE_VOLUME_MY_DATA_1=/data", "KALE_VOLUME_NEW=/new",
        ])
    }
  }

  @Test func aNewClaimIsMadeMountedAndDeletedAfterTheLastSteps() throws {
    var volume = newClaim("data")
    volume.storageClassName = "fast"
    volume.annotations = [KeyedValue(key: "a", value: "b\"")]
    let compiled = try Sample.compile(pipeline([volume]))
    #expect(
      compiled.dslScript.contains(
        """
            claim1 = kubernetes.CreatePVC(
                pvc_name_suffix="-data",
                access_modes=["ReadWriteMany"],
                size="5Gi",
                storage_class_name="fast",
                annotations={"a": "b\\""},
            )

        """))
    #expect(
      compiled.dslScript.contains(
        "    kubernetes.mount_pvc(train_task, claim1.outputs[\"name\"], \"/data\")\n"))
    #expect(
      compiled.dslScript.contains(
        "    kubernetes.DeletePVC(pvc_name=claim1.outputs[\"name\"]).after(\n        report_task\n"))
    let plan = try PipelinePlanner.plan(pipeline([volume]))
    let spec = PipelineSpec(plan)
    guard case .dag(let dag) = spec.root.implementation else {
      Issue.record("the root is no graph")
      return
    }
    #expect(dag.tasks["deletepvc"]?.dependentTasks == ["createpvc", "report-step"])
    #expect(dag.tasks["load-step"]?.dependentTasks == ["createpvc"])
    #expect(spec.deploymentSpec.executors["exec-createpvc"]?.container.image == "argostub/createpvc")
  }

  @Test func theConfigurationsClassAndAccessModeAreTheDefaults() throws {
    var own = newClaim("own")
    own.storageClassName = "slow"
    own.accessMode = .readOnlyMany
    var pipeline = pipeline([own, newClaim("other", type: .clone)])
    pipeline.configuration.storageClassName = "fast"
    pipeline.configuration.volumeAccessMode = .readWriteOnce
    let claims = try PipelinePlanner.plan(pipeline).claims
    #expect(claims.map(\.storageClassName) == ["slow", "fast"])
    #expect(claims.map(\.accessMode) == [.readOnlyMany, .readWriteOnce])
    #expect(claims.map(\.source) == [nil, "other"])
    #expect(claims.map(\.task) == ["createpvc", "createpvc-2"])
  }

  @Test func aParameterDoesNotTakeTheNameOfAClaim() throws {
    var pipeline = pipeline([newClaim("data")])
    pipeline.parameters = [PipelineParameter(name: "claim1", value: .integer(1))]
    #expect(try Sample.compile(pipeline).dslScript.contains("    claim1_param: int = 1,\n"))
  }

  @Test func aClaimWithoutSizeIsRefused() {
    let volume = Volume(name: "data", mountPoint: "/data", type: .newClaim)
    #expect(throws: PipelineCompilerError.volumeWithoutSize("data")) {
      try Sample.compile(pipeline([volume]))
    }
  }

  @Test func pipelinesInsideAreHandedTheNamesOfClaims() throws {
    var inner = pipeline([newClaim("inner")])
    inner.steps = [Sample.step("fit")]
    var outer = pipeline([newClaim("outer")])
    outer.steps = [
      Step(name: "sub", notebook: SubPipeline(file: "sub.ipynb", pipeline: inner, producers: [:]))
    ]
    let compiled = try Sample.compile(outer)
    for line in [
      "def sub_pipeline(\n    claim1: str,\n    claim2: str,\n):\n",
      "    kubernetes.mount_pvc(fit_task, claim1, \"/outer\")\n",
      "    kubernetes.mount_pvc(fit_task, claim2, \"/inner\")\n",
      "        claim2=claim2.outputs[\"name\"],\n",
    ] {
      #expect(compiled.dslScript.contains(line), "\(line)")
    }
    #expect(compiled.dslScript.split(separator: "kubernetes.CreatePVC(").count == 3)
    #expect(compiled.pipelineSpec.contains("          - componentInputParameter: claim2\n"))
  }
}
