extension Terminal {
  /// Whether output may have characters beyond those of ASCII: in a locale of UTF-8.
  package static var showsUnicode: Bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(ProcessEnvironment.value).first ?? ""
    return ["utf-8", "utf8"].contains(where: locale.lowercased().contains)
  }
}
