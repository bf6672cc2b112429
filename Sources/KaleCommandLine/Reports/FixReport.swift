import JSONSyntax
import KaleAnalysis
import KaleRules

extension Finding {
  /// The fixes to show: the safe fix; where there is none, all fixes.
  var remedies: [Fix] { safeFix.map { [$0] } ?? fixes }
}
