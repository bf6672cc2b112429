import Testing

@testable import KaleWorkspace

/// Where files go that can be written again at any time.
@Suite struct CacheFolderTests {
  @Test(
    arguments: [
      (["XDG_CACHE_HOME": "/cache", "HOME": "/home/a"], "/cache"),
      (["XDG_CACHE_HOME": "/cache"], "/cache"),
      (["XDG_CACHE_HOME": "relative"], nil), (["HOME": "relative"], nil), ([:], nil),
    ] as [([String: String], String?)])
  func theEnvironmentNamesIt(environment: [String: String], path: String?) {
    #expect(CacheFolder.path { environment[$0] } == path)
  }

  @Test(arguments: [["HOME": "/home/a"], ["HOME": "/home/a/", "XDG_CACHE_HOME": "relative"]])
  func itIsInTheHomeFolderOtherwise(environment: [String: String]) {
    let path = CacheFolder.path { environment[$0] }
    #expect(["/home/a/.cache", "/home/a/Library/Caches"].contains(path))
  }
}
