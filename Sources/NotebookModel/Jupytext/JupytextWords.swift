/// Words without which a script or a Markdown text is no notebook, so that most files of a project are not read further.
package enum JupytextWords {
  /// A header, cell markers of scripts, tags of cells, and cells of MyST.
  private static let words = ["jupy", "%%", "<codecell>", "In[", "tags", "{code", "{raw"].map {
    Array($0.utf8)
  }

  /// Whether a text has one of the words.
  package static func occur(in text: [UInt8]) -> Bool {
    let byFirst = Dictionary(grouping: words, by: { $0[0] })
    var isFirst = [Bool](repeating: false, count: 256)
    for first in byFirst.keys { isFirst[Int(first)] = true }
    return text.withUnsafeBufferPointer { text in
      text.indices.contains { start in
        isFirst[Int(text[start])]
          && byFirst[text[start]]?.contains { word in
            start + word.count <= text.count && word.indices.allSatisfy { text[start + $0] == word[$0] }
          } ?? false
      }
    }
  }
}
