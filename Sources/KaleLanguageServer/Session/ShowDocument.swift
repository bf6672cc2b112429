import LanguageServerProtocol

extension Session {
  /// Has the client show a file. Only for clients that can, see `ClientAbilities.showsDocuments`.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - takesFocus: Whether the client moves to it.
  ///   - handler: Called with whether the client shows it.
  func show(_ path: String, takesFocus: Bool, handler: @escaping (Bool) -> Void = { _ in }) {
    let params = ShowDocumentParams(uri: DocumentURI(filePath: path), takeFocus: takesFocus)
    request("window/showDocument", params.json) { [self] result in
      switch result {
      case .success(let answer): handler(answer["success"]?.bool == true)
      case .failure(let error):
        log(.warning, "The client did not open \(path): \(error.message)")
        handler(false)
      }
    }
  }
}
