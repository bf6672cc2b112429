import JSONSyntax
import KaleAnalysis
import KaleRules

extension Finding {
  /// The lines that say how to fix it, below its message: the safe fix; where there is none, all fixes.
  var remedies: [String] {
    let fixes = safeFix.map { [$0] } ?? fixes
    return fixes.enumerated().map { index, fix in
      (index == 0 ? "  help: " : "    or: ") + fix.title
    }
  }
}

extension Fix {
  /// The fix as the JSON report has it.
  var reportJSON: JSONValue {
    ["title": .string(title), "applicability": .string(applicability.rawValue)]
  }
}
