/// The stage of a project that code belongs to, as far as what it calls shows.
enum CodeStage: Sendable, Hashable {
  case load, prepare, split, train, predict, evaluate, save

  /// The stage whose calls say the most about a cell comes first: code that trains a model also prepares data.
  private static let order: [CodeStage] = [.train, .split, .load, .evaluate, .predict, .prepare, .save]

  /// The stage of code that calls functions of some names; nil if none is known.
  init?(calling calls: some Sequence<String>) {
    let found = Set(calls.compactMap { StageTable.stages[$0] })
    guard let stage = Self.order.first(where: found.contains) else { return nil }
    self = stage
  }

  /// Whether code of this stage and code of another belong together.
  func isSame(as other: CodeStage) -> Bool { phase == other.phase }

  private var phase: Int {
    switch self {
    case .load: 0
    case .prepare: 1
    case .split: 2
    case .train: 3
    case .predict, .evaluate: 4
    case .save: 5
    }
  }

  /// A name for a step.
  var stepName: String {
    switch self {
    case .load: "load_data"
    case .prepare: "prepare_data"
    case .split: "split_data"
    case .train: "train_model"
    case .predict: "predict"
    case .evaluate: "evaluate"
    case .save: "save_results"
    }
  }

  /// The verb of the name, for a step whose name says what it is about.
  var verb: String { stepName.split(separator: "_").first.map(String.init) ?? stepName }

  /// What the code does, in the third person.
  var action: String {
    switch self {
    case .load: "reads data"
    case .prepare: "prepares data"
    case .split: "splits the data"
    case .train: "trains a model"
    case .predict: "predicts"
    case .evaluate: "evaluates"
    case .save: "saves results"
    }
  }
}

/// The names that code calls, without reading it as Python: each name before an opening parenthesis, without what precedes its
/// last dot.
enum CalledNames {
  /// Returns the names in the order of the code. Names in comments are left out.
  static func names(in code: some Collection<UInt8>) -> [String] {
    var names: [String] = []
    var name: [UInt8] = []
    var isComment = false
    for byte in code {
      if byte == UInt8(ascii: "\n") { isComment = false }
      if byte == UInt8(ascii: "#") { isComment = true }
      if isComment { continue }
      if isNamePart(byte) {
        name.append(byte)
        continue
      }
      if byte == UInt8(ascii: "("), !name.isEmpty { names.append(String(decoding: name, as: UTF8.self)) }
      name.removeAll(keepingCapacity: true)
    }
    return names
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }
}
