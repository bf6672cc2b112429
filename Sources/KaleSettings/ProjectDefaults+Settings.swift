import NotebookModel

extension ProjectDefaults {
  /// Creates the defaults that settings describe.
  package init(_ settings: Settings) {
    self.init()
    for pair in settings.pairs(.packageNames) { packageNames.updateValue(pair.words.first, forKey: pair.key) }
    baseImage = settings.text(.baseImage)
    indexURLs = settings.words(.indexURLs)
    trustedHosts = settings.words(.trustedHosts)
    kfpHost = settings.text(.kfpHost)
  }
}
