/// The kinds of syntax nodes, each with its children in order (`?` optional, `*` any number).
///
/// Chains that are long in real code are flat here, so that no walk over a tree goes deeper than brackets,
/// blocks and a few levels of precedence do.
enum NodeKind: UInt8, Sendable {
  // MARK: Statements
  /// statement*
  case module, block
  /// expression
  case expressionStatement
  /// target*, value
  case assignment
  /// target, value; value: the operator's token kind
  case augmentedAssignment
  /// target, annotation, value? (flag hasDefault)
  case annotatedAssignment
  /// value?
  case returnStatement
  /// target*
  case deleteStatement
  case passStatement, breakStatement, continueStatement
  /// identifier*
  case globalStatement, nonlocalStatement
  /// alias*
  case importStatement
  /// moduleName?, alias*; value: the number of leading dots
  case importFrom
  /// identifier? (what is bound; none for `*`); value: the name as written, dots included; flag hasAlias
  case alias
  /// value: the dotted name
  case moduleName
  /// exception?, cause?
  case raiseStatement
  /// test, message?
  case assertStatement
  /// test, block, (test, block)*, block? (flag hasElse)
  case ifStatement
  /// test, block, block?
  case whileStatement
  /// target, iterable, block, block?
  case forStatement
  /// withItem*, block
  case withStatement
  /// expression, target?
  case withItem
  /// block, exceptHandler*, elseBlock?, finallyBlock?
  case tryStatement
  /// type? (flag hasAnnotation), identifier? (flag hasAlias), block; flag isGroup
  case exceptHandler
  /// block
  case elseBlock, finallyBlock
  /// subject, matchCase*
  case matchStatement
  /// pattern, guard? (flag hasDefault), block
  case matchCase
  /// decorator*, identifier, typeParameters?, parameters, returns? (flag hasAnnotation), block
  case functionDefinition
  /// decorator*, identifier, typeParameters?, arguments?, block
  case classDefinition
  /// expression
  case decorator
  /// typeParameter*
  case typeParameters
  /// identifier, bound? (flag hasAnnotation), default? (flag hasDefault)
  case typeParameter
  /// name, typeParameters?, expression
  case typeAlias
  /// An IPython escape; value: its index
  case escape
  /// What could not be read: block* of it that could
  case error

  /// A name outside expressions, mostly one that is bound; value: the name
  case identifier

  // MARK: Expressions
  /// value: the name
  case name
  case number, ellipsis, noneConstant, trueConstant, falseConstant
  /// Adjacent literals are children.
  case string, bytes
  /// replacementField* and adjacent literals
  case formatString
  /// expression, format (formatString)?
  case replacementField
  /// item*
  case tuple, list, set
  /// key, value, or dictionaryUnpacking
  case dictionary
  case dictionaryUnpacking
  /// operand, operand+
  case booleanOperation, comparison, binaryOperation, power
  /// operand; value: the operator's token kind, -1 for several operators
  case unaryOperation
  /// base, (attribute | call | subscript)+
  case primary
  /// value: the name
  case attribute
  /// argument*
  case call
  /// index
  case subscription
  /// value; value: the name
  case keywordArgument
  case starredArgument, doubleStarredArgument
  case starred
  /// lower? upper? step?
  case slice
  /// parameters, body
  case lambda
  /// value, test, (value, test)*, value
  case conditional
  case await, yield, yieldFrom
  /// name, value
  case namedExpression
  /// comprehensionClause+, element; a dictionary comprehension has key and value
  case listComprehension, setComprehension, dictionaryComprehension, generator
  /// target, iterable, condition*
  case comprehensionClause
  /// parameter*
  case parameters
  /// identifier, annotation? (flag hasAnnotation), default? (flag hasDefault); flags isPositionalOnly, isAfterStar
  case parameter
  /// argument*, in a class definition
  case arguments

  // MARK: Patterns
  /// expression
  case valuePattern
  /// pattern*
  case sequencePattern
  /// key, pattern, …, restPattern?
  case mappingPattern
  /// class, pattern*, keywordPattern*
  case classPattern
  case keywordPattern
  /// identifier?
  case starPattern, restPattern
  /// pattern? (flag hasDefault), identifier?
  case capturePattern
  /// pattern, pattern+
  case orPattern
}
