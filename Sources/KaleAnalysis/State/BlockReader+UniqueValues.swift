import PythonSyntax

/// Unique identifiers, names and folders: if an imports or functions cell creates one, each step gets another.
extension BlockReader {
  func noteUniqueValue(madeBy path: String, _ arguments: [CallArgument]) {
    let isUnique =
      path == "time.strftime"
      ? arguments.count == 1 && showsTime(arguments[0])
      : ChangingFunctionTable.makersOfUniqueValues.contains(path)
    if let function {
      // It makes one for who calls it.
      if isUnique { world.uniqueMakers.insert(function) }
      return
    }
    if isUnique { world.noteUniqueValue() }
    if ChangingFunctionTable.times.contains(path) || ChangingFunctionTable.currentTimes.contains(path) {
      world.noteTime()
    }
  }

  /// Notes a call of a function of the notebook that makes such a value: `SALT = token()`.
  func noteUniqueValue(madeByFunction index: Int) {
    guard world.uniqueMakers.contains(index) else { return }
    if let function { world.uniqueMakers.insert(function) } else { world.noteUniqueValue() }
  }

  /// Notes a text that a method makes of the current time, the name of a run as a rule:
  /// `datetime.now().strftime("%Y%m%d-%H%M%S")`. The day is the same in all steps.
  func noteTimeStamp(_ method: String, of receiver: Meaning, _ arguments: [CallArgument]) {
    guard function == nil, case .made(let path, _) = receiver.kind,
      ChangingFunctionTable.currentTimes.contains(path)
    else { return }
    switch method {
    case "isoformat": world.noteUniqueValue()
    case "strftime" where arguments.first.map(showsTime) == true: world.noteUniqueValue()
    case "date", "strftime", "weekday": world.forgetTime()
    default: break
    }
  }

  /// Whether a format shows more than the day.
  private func showsTime(_ format: CallArgument) -> Bool {
    guard let text = text(of: format.value).exact else { return false }
    return ["%c", "%f", "%H", "%I", "%M", "%s", "%S", "%T", "%X"].contains(where: text.contains)
  }
}
