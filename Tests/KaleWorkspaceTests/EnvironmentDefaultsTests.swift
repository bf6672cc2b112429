import PipelineCompiler
import Testing

@testable import KaleWorkspace

/// What Kale 2.3.0 makes of the same variables was asked of it, but for pip's, which it does not read.
@Suite struct EnvironmentDefaultsTests {
  private func index(_ environment: [String: String]) -> PackageIndex {
    CompilationDefaults { environment[$0] }.packageIndex
  }

  @Test func nothingSaidIsKalesDefaults() {
    #expect(CompilationDefaults { _ in nil } == CompilationDefaults())
  }

  @Test func kalesIndexesComeFirstAndTheMainOneLast() {
    #expect(
      index(["KALE_PIP_INDEX_URLS": " https://a/simple, https://pypi.org/simple,,https://b/simple"]).indexURLs
        == ["https://a/simple", "https://b/simple", "https://pypi.org/simple"])
    #expect(
      index(["KALE_PIP_INDEX_URLS": "https://a/simple", "KALE_PYPI_PROD_URL": "https://main/simple"])
        .indexURLs
        == ["https://a/simple", "https://main/simple"])
  }

  @Test func devModeAsksDevpi() {
    #expect(
      index(["KALE_DEV_MODE": "On"]).indexURLs
        == ["http://127.0.0.1:3141/root/dev/+simple/", "https://pypi.org/simple"])
    #expect(
      index(["KALE_DEV_MODE": "1", "KALE_DEVPI_SIMPLE_URL": "http://d/"]).indexURLs.first == "http://d/")
    #expect(index(["KALE_DEV_MODE": "maybe"]) == PackageIndex())
  }

  @Test func pipsIndexesCountWhereKalesSayNothing() {
    let index = index([
      "PIP_INDEX_URL": "https://mirror/simple", "PIP_EXTRA_INDEX_URL": "https://a/simple  https://b/simple",
      "PIP_TRUSTED_HOST": "mirror a",
    ])
    #expect(index.indexURLs == ["https://mirror/simple", "https://a/simple", "https://b/simple"])
    #expect(index.trustedHosts == ["mirror", "a"])
  }

  @Test func trustedHostsOfKaleGoBeforePips() {
    #expect(
      index(["KALE_PIP_TRUSTED_HOSTS": "a, b", "PIP_TRUSTED_HOST": "c"]).trustedHosts == ["a", "b"])
  }

  @Test(
    arguments: [
      "https://me:secret@mirror/simple", "https://token@mirror/simple", "https://a@b:c@mirror/simple",
      "https://mirror/simple",
    ])
  func aPersonsPasswordStaysOut(_ address: String) {
    #expect(index(["PIP_INDEX_URL": address]).indexURLs == ["https://mirror/simple"])
  }

  @Test func imageAndSecurityContextAreDefaultsToo() {
    let environment = [
      "KALE_DEFAULT_BASE_IMAGE": "me:1", "KALE_SECURITY_CONTEXT_ENABLED": "yes",
      "KALE_SECURITY_CONTEXT_RUN_AS_USER": "7", "KALE_SECURITY_CONTEXT_RUN_AS_GROUP": "many",
      "KALE_SECURITY_CONTEXT_RUN_AS_NON_ROOT": "no",
    ]
    let defaults = CompilationDefaults { environment[$0] }
    #expect(defaults.baseImage == "me:1")
    #expect(defaults.securityContext.isEnabled)
    #expect(defaults.securityContext.runAsUser == 7)
    #expect(defaults.securityContext.runAsGroup == 0)
    #expect(!defaults.securityContext.runAsNonRoot)
  }
}
