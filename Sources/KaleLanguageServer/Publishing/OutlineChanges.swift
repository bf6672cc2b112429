extension Session {
  /// Tells a client that asked for it that the outline of a notebook may be another now.
  func announceOutline(of notebook: OpenNotebook) {
    guard abilities.receivesOutlineChanges else { return }
    client.notify("kale/outlineChanged", ["uri": notebook.uri.json])
  }
}
