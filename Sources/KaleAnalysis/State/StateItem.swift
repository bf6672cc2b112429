/// Something outside the values that steps pass by name which code reads and changes.
package enum StateItem: Sendable, Hashable {
  /// A random generator of the process.
  case generator(Generator)
  /// An environment variable; nil where the code does not say which.
  case environment(String?)
  case workingDirectory
  /// Options of a library or of the process.
  case options(OptionGroup)
  /// What a function of the notebook has kept of its results, by its name: `@lru_cache`.
  case cache(String)
  /// An attribute of a module that code replaces, by its dotted path: `numpy.float`.
  case attribute(String)
  /// A name of an imports or functions cell.
  case name(String)
  /// A value that a step defined and another changes in place, by its name.
  case value(String)
  /// A file, or the files that a pattern covers.
  case file(PathPattern)

  /// A random generator that a process has once.
  package enum Generator: String, Sendable, Hashable, CaseIterable {
    case random, numpy, torch, tensorflow

    /// Its library as people write it.
    package var library: String {
      switch self {
      case .random: "`random`"
      case .numpy: "NumPy"
      case .torch: "PyTorch"
      case .tensorflow: "TensorFlow"
      }
    }
  }

  /// Options that are set together.
  package enum OptionGroup: String, Sendable, Hashable, CaseIterable {
    case pandas, numpy, matplotlib, sklearn, torch, warnings, logging, locale, decimal
    /// Whether warnings are raised as exceptions, and errors of NumPy's arithmetic.
    case warningErrors, numpyErrors
    /// Where and how messages are logged, if that is not the error output.
    case logOutput
    /// The settings of Matplotlib, for code that looks at them.
    case figureSettings
    /// The figure on which functions of pyplot draw.
    case figure
    case modulePath = "sys.path"
    case recursion
    /// What Python does as a whole: garbage collection, switches of threads, the time that sockets wait.
    case interpreter
    /// What code has registered by a name: codecs, dialects, types of files, handlers of signals, levels of logs.
    case codecs, csv, mimeTypes, signals, levelNames
    /// The day with which weeks begin in `calendar`, and the longest field that `csv` reads.
    case firstWeekday, fieldSize
    /// How `urllib` opens addresses, and whether `tracemalloc` follows memory.
    case openers, tracing

    /// Whether the exact runtime passes the options from step to step.
    package var isPassedByExactRuntime: Bool {
      switch self {
      case .codecs, .mimeTypes, .signals, .interpreter, .openers, .tracing: false
      case .pandas, .numpy, .matplotlib, .sklearn, .torch, .warnings, .logging, .locale, .decimal: true
      case .warningErrors, .numpyErrors, .logOutput, .figureSettings, .figure, .modulePath, .recursion: true
      case .csv, .levelNames, .firstWeekday, .fieldSize: true
      }
    }

    fileprivate var isRegistry: Bool {
      switch self {
      case .codecs, .csv, .mimeTypes, .signals, .levelNames: true
      case .pandas, .numpy, .matplotlib, .sklearn, .torch, .warnings, .logging, .locale, .decimal: false
      case .warningErrors, .numpyErrors, .logOutput, .figureSettings, .figure, .modulePath, .recursion: false
      case .interpreter, .firstWeekday, .fieldSize, .openers, .tracing: false
      }
    }
  }

  /// Whether steps pass it by name or through a file, rather than without one.
  package var hasName: Bool {
    switch self {
    case .value, .file: true
    case .generator, .environment, .workingDirectory, .options, .attribute, .cache, .name: false
    }
  }

  /// The item in a message, with backquotes around code: "random state of NumPy", "`os.environ['MODE']`".
  package var description: String {
    switch self {
    case .generator(let generator): "random state of \(generator.library)"
    case .environment(let name?): Self.quoted("os.environ['\(name)']")
    case .environment(nil): "environment variables"
    case .workingDirectory: "working directory"
    case .options(let group): group.description
    case .attribute(let path): Self.quoted(path)
    case .cache(let name): "cache of \(Self.quoted(name))"
    case .name(let name), .value(let name): Self.quoted(name)
    case .file(let file): file.description
    }
  }

  /// Text of the notebook between backquotes, on one line.
  static func quoted(_ text: String) -> String {
    // Nearly every text is plain.
    if text.utf8.allSatisfy({ (0x20..<0x7f).contains($0) && $0 != UInt8(ascii: "`") }) {
      return "`\(text)`".withShortQuotes
    }
    return "`\(text.map { $0.isNewline ? " " : $0 == "`" ? "'" : String($0) }.joined())`".withShortQuotes
  }

  /// The item in a sentence: "the random state of NumPy", "`data.csv`".
  package var reference: String { "\(article)\(description)" }

  /// What a step that changes the item does, with backquotes around code: "writes `subset.csv`".
  package var change: String {
    switch self {
    case .generator, .workingDirectory, .name, .value: "changes \(article)\(description)"
    case .options(.warningErrors): "turns warnings into errors"
    case .options(.figure): "draws on \(article)\(description)"
    case .cache: "fills \(article)\(description)"
    case .options(let group) where group.isRegistry: "registers \(description)"
    case .environment, .options, .attribute: "sets \(article)\(description)"
    case .file(let file): file.isFolder ? "creates \(description)" : "writes \(description)"
    }
  }

  private var article: String {
    switch self {
    case .generator, .workingDirectory, .cache: "the "
    case .options(let group): group.isSingular ? "the " : ""
    case .environment, .attribute, .name, .value, .file: ""
    }
  }
}

extension StateItem.OptionGroup {
  /// The options in a message, with backquotes around code.
  fileprivate var description: String {
    switch self {
    case .pandas: "pandas options"
    case .numpy: "NumPy print options"
    case .matplotlib: "Matplotlib settings"
    case .sklearn: "scikit-learn configuration"
    case .torch: "PyTorch settings"
    case .warnings: "warning filters"
    case .warningErrors: "warnings as errors"
    case .numpyErrors: "NumPy error handling"
    case .figureSettings: "Matplotlib's `rcParams`"
    case .figure: "current figure of pyplot"
    case .logging, .logOutput: "logging configuration"
    case .locale: "locale"
    case .decimal: "decimal context"
    case .modulePath: "`sys.path`"
    case .recursion: "recursion limit"
    case .interpreter: "settings of the interpreter"
    case .codecs: "codecs or error handlers"
    case .csv: "CSV dialects"
    case .mimeTypes: "types of files"
    case .signals: "signal handlers"
    case .levelNames: "names of log levels"
    case .firstWeekday: "first day of the week"
    case .fieldSize: "size limit of CSV fields"
    case .openers: "opener of `urllib`"
    case .tracing: "tracing of `tracemalloc`"
    }
  }

  fileprivate var isSingular: Bool {
    switch self {
    case .sklearn, .logging, .locale, .decimal, .recursion, .numpyErrors, .logOutput, .figure: true
    case .firstWeekday, .fieldSize, .openers, .tracing: true
    case .pandas, .numpy, .matplotlib, .torch, .warnings, .warningErrors, .figureSettings, .modulePath: false
    case .codecs, .csv, .mimeTypes, .signals, .levelNames, .interpreter: false
    }
  }
}
