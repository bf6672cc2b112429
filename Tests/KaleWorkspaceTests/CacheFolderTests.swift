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

/// Where the key goes that authenticates what the cache holds.
@Suite struct DataFolderTests {
  @Test(
    arguments: [
      (["XDG_DATA_HOME": "/data", "HOME": "/home/a"], "/data"), (["XDG_DATA_HOME": "/data"], "/data"),
      (["XDG_DATA_HOME": "relative"], nil), (["HOME": "relative"], nil), ([:], nil),
    ] as [([String: String], String?)])
  func theEnvironmentNamesIt(environment: [String: String], path: String?) {
    #expect(DataFolder.path { environment[$0] } == path)
  }

  @Test(arguments: [["HOME": "/home/a"], ["HOME": "/home/a/", "XDG_DATA_HOME": "relative"]])
  func itIsInTheHomeFolderOtherwise(environment: [String: String]) {
    let path = DataFolder.path { environment[$0] }
    #expect(["/home/a/.local/share", "/home/a/Library/Application Support"].contains(path))
  }
}
