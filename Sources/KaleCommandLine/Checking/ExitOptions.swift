import ArgumentParser

/// The options that say what the exit status tells.
package struct ExitOptions: ParsableArguments {
  @Flag(name: [.customShort("e"), .long], help: "Exit with 0 even if there are errors.")
  var exitZero = false

  @Flag(help: "Exit with 1 if there are warnings too.")
  var errorOnWarning = false

  @Flag(help: "Exit with 1 if something was fixed.")
  var exitNonZeroOnFix = false

  package init() {}

  package mutating func validate() throws {
    if exitZero, errorOnWarning || exitNonZeroOnFix {
      throw ValidationError(
        "--exit-zero cannot be combined with --error-on-warning or --exit-non-zero-on-fix.")
    }
  }

  /// Applies what the options say to the rules of the exit status.
  package func apply(to rules: inout ExitRules) {
    if exitZero { rules.ignoresFindings = true }
    if errorOnWarning { rules.countsWarnings = true }
    if exitNonZeroOnFix { rules.countsFixes = true }
  }
}
