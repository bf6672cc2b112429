import KaleAnalysis
import KaleRules
import KaleTestSupport
import Testing

/// The numbers are those that KFP 2.17.0's compiler writes.
@Suite struct ResourceAmountTests {
  @Test(arguments: [("2", 2), (".5", 0.5), ("00.50", 0.5), ("500m", 0.5), ("1.5m", 0.0015), ("0m", 0)])
  func cores(_ text: String, _ cores: Double) {
    #expect(ResourceAmount.cores(text) == cores)
  }

  @Test(arguments: [
    "", "m", "2.", ".", "1.2.3", "1e3", "2M", "-1", "two", " 1", "1 m", "0x10", "inf", "nan", "٣",
  ])
  func noCores(_ text: String) {
    #expect(ResourceAmount.cores(text) == nil)
  }

  @Test(
    arguments: [
      ("1000", 0.000001), ("4Gi", 4.294967296), ("1G", 1), ("1000M", 1), ("1K", 0.000001),
      ("3Ki", 0.000003072),
      ("7Mi", 0.007340032), ("2Ti", 2199.023255552), ("1P", 1_000_000), ("1Ei", 1_152_921_504.606846976),
    ])
  func gigabytes(_ text: String, _ gigabytes: Double) {
    #expect(ResourceAmount.gigabytes(text) == gigabytes)
  }

  @Test(arguments: [
    "", "Gi", "1.5Gi", "4GB", "4gi", "4k", "4 Gi", "4m", "-1", "1e3", String(repeating: "9", count: 400),
  ])
  func noGigabytes(_ text: String) {
    #expect(ResourceAmount.gigabytes(text) == nil)
  }

  private func fix(_ limit: String) -> [String] {
    let notebook = ExampleNotebook("# %% tags=[\"step:a\", \"limit:\(limit)\"]\nx = 1").notebook
    return analysis(of: notebook).findings().filter { $0.rule.code == "KALE320" }.flatMap(\.fixes)
      .filter { $0.applicability == .safe }.map(\.title)
  }

  @Test(
    arguments: [
      ("cpu:500M", "500m"), ("cpu:2cores", "2"), ("memory:4GB", "4G"), ("memory:512mib", "512Mi"),
      ("requests.memory:1.5Gi", "1536Mi"), ("memory:0.5T", "500G"), ("limits.memory:10k", "10K"),
    ])
  func whatWasMeant(_ limit: String, _ amount: String) {
    let resource = limit.prefix { $0 != ":" }
    #expect(fix(limit) == ["Change to `limit:\(resource):\(amount)`"])
  }

  @Test(arguments: ["cpu:many", "cpu:1.2.3", "memory:much", "memory:1.5", "memory:1.2.3Gi", "memory:0.1K"])
  func whatWasMeantIsNotClear(_ limit: String) {
    #expect(fix(limit) == [])
  }
}
