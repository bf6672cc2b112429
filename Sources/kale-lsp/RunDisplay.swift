import KaleWorkspace

/// Shows lines of a run; below them, on a terminal, the line that a step writes over, for example a progress bar.
struct RunDisplay {
  private let terminal = Terminal.ofOutput
  private var hasBar = false

  /// Shows what there is to say of a piece of news.
  mutating func show(_ news: PipelineRun.News, _ text: inout RunText, of run: PipelineRun) {
    if case .progress(let step, let bar) = news {
      showBar(step.map { "\($0) | \(bar)" } ?? bar)
    } else if let line = text.line(for: news, of: run) {
      show(line)
    }
  }

  /// Shows a line.
  mutating func show(_ line: String) {
    clear()
    StandardOutput.write(line)
  }

  /// Takes away what is below the lines.
  mutating func clear() {
    if hasBar { StandardOutput.write("\r\u{1B}[K", terminator: "") }
    hasBar = false
  }

  private mutating func showBar(_ bar: String) {
    guard let width = terminal.width else { return }
    // A line that is wrapped could not be written over.
    StandardOutput.write("\r\(bar.prefix(width - 1))\u{1B}[K", terminator: "")
    hasBar = true
  }
}
