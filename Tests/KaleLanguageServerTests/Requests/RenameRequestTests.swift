import KaleTestSupport
import Testing

/// `textDocument/prepareRename`, `textDocument/rename` and `kale.renameStep`
@Suite struct RenameRequestTests {
  private static let before = """
    # %% tags=[«"step:load"»]
    houses = "é😀"
    # %% tags=["step:split", "prev:load"]
    load = houses
    # %% tags=["skip"]
    load
    # %% tags=["step:fit", "prev:split", "prev:load"]
    print(load, "é😀")
    """

  private static let after = """
    # %% tags=["step:read"]
    houses = "é😀"
    # %% tags=["step:split", "prev:read"]
    load = houses
    # %% tags=["skip"]
    load
    # %% tags=["step:fit", "prev:split", "prev:read"]
    print(load, "é😀")
    """

  @Test func aStepIsRenamedInEveryTagThatNamesIt() {
    assertRename(Self.before, of: "load", to: "read", becomes: Self.after)
  }
}
