import NotebookModel
import PythonSyntax

/// What is known of a variable.
extension StateWorld {
  /// Who assigned to a variable last.
  enum Definer {
    case shared, parameter
    case unit(UnitIndex)
  }

  struct Variable {
    var meaning: Meaning
    var definer: Definer
    var generation: Int
    /// The statement that assigned it, if that is all that the statement does.
    var place: StatePlace?
    /// Whether the value is a constant: to hold it is to share nothing.
    var isConstant = false
    /// What the elements of a container are that the code writes out.
    var elements: Elements?
    /// The file that an array maps, so that to read or change it is to read or write the file.
    var file: PathText?
    /// Code that gets the axes that it holds from another variable: `fig.axes`.
    var source: String?
    /// The setting of the process whose value it has: `old = os.getcwd()`.
    var setting: Effect.Target?
    /// Of roots that came later, the unit in whose code they did.
    var keepers: [ValueID: UnitIndex] = [:]

    /// The unit whose code linked the variable's object to that of a root.
    func unit(of root: Meaning.Root) -> UnitIndex? {
      if let keeper = keepers[ValueID(of: root)] { return keeper }
      if case .unit(let unit) = definer { return unit }
      return nil
    }
  }

  /// A value that a variable has had.
  struct ValueID: Hashable {
    let name: String
    let generation: Int?

    init(of root: Meaning.Root) { (name, generation) = (root.name, root.generation) }
  }

  /// Elements of a kind.
  enum Elements {
    /// Strings, numbers and the like.
    case constants
    /// Functions and classes.
    case functions
    /// Objects that the statement makes, each of its own.
    case separate
  }

  /// A variable to which a statement assigned one of several functions of one call.
  struct Unpacked {
    let statement: Range<Int>
    let cell: CellIndex
    let name: String
    let generation: Int
    /// The number of variables so far.
    var count = 1
  }
}
