import PythonSyntax

/// The arguments of a call, by the parameters of the function.
struct GivenArguments {
  private var meanings: [String: Meaning] = [:]
  /// Whether parameters may get arguments that are not known, as with `*values`.
  private var isOpen: Bool
  /// The parameters that keep their defaults.
  private(set) var defaulted: Set<String> = []

  /// `arguments`: nil where the function is only mentioned. `receiver`: the object whose method it is.
  init(
    _ definition: DefinedCode, _ arguments: [CallArgument]?, receiver: Meaning?, _ reader: BlockReader
  ) {
    isOpen = arguments == nil
    var parameters = definition.parameters[...]
    if definition.isClass || definition.owner != nil, let first = parameters.first {
      meanings[first] = receiver ?? .unknown
      parameters = parameters.dropFirst()
    }
    for argument in arguments ?? [] {
      switch argument.form {
      case .positional:
        if let name = parameters.popFirst() { meanings[name] = reader.meaning(of: argument.value) }
      case .keyword(let name): meanings[name] = reader.meaning(of: argument.value)
      case .unpacked: isOpen = true
      }
    }
    guard !isOpen else { return }
    for (name, value) in definition.defaults where meanings[name] == nil {
      meanings[name] = reader.meaning(of: value)
      defaulted.insert(name)
    }
  }

  subscript(name: String) -> Meaning? { meanings[name] }

  /// A text with the arguments in the place of its parameters, as far as they are known.
  func text(_ text: PathText) -> PathText { text.replacingArguments { self[$0]?.path ?? .unknown } }

  /// A path with the arguments in the place of its parameters; nil if these are not paths.
  func path(_ path: PathText) -> PathText? {
    var isPath = true
    let result = path.replacingArguments { name in
      guard let meaning = meanings[name] else { return .unknown }
      guard let text = meaning.path else {
        isPath = false
        return .unknown
      }
      return text
    }
    return isPath ? result : nil
  }
}
