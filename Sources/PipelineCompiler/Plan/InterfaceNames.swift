/// Gives variables the names that KFP knows them under.
///
/// KFP takes only names of ASCII letters, digits and underscores that begin with a letter, so most variables keep
/// their name and the rest (`_rows`, `größe`) get one that is close to it. No two variables get the same.
struct InterfaceNames {
  private var namesByVariable: [String: String] = [:]
  private var taken: Set<String>
  /// How often a name was wanted that another variable has already.
  private var clashes: [String: Int] = [:]

  /// - Parameter reserved: Names that no variable may get.
  init(reserved: Set<String> = []) {
    taken = reserved.union(PythonName.keywords)
  }

  /// The variable's name: `preferred`, or the variable itself, where KFP and Python allow it and no other has it.
  /// The same variable always gets the same name.
  mutating func name(for variable: String, preferred: String? = nil) -> String {
    if let name = namesByVariable[variable] { return name }
    let wanted = Self.acceptable(preferred ?? variable)
    var name = wanted
    while taken.contains(name) {
      let clash = clashes[wanted, default: 0] + 1
      clashes[wanted] = clash
      name = clash == 1 ? wanted + "_param" : "\(wanted)_param_\(clash)"
    }
    taken.insert(name)
    namesByVariable[variable] = name
    return name
  }

  private static func acceptable(_ name: String) -> String {
    var acceptable = ""
    for scalar in name.unicodeScalars {
      if scalar.isASCII {
        acceptable.unicodeScalars.append(scalar)
      } else {
        acceptable += "u" + scalar.hexadecimal(digits: 4)
      }
    }
    return acceptable.hasPrefix("_") ? "v" + acceptable : acceptable
  }
}
