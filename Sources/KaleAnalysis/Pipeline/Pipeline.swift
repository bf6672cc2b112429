import NotebookModel

/// The pipeline that a notebook describes: its steps in order, the data between them and their configuration.
///
/// A value, made from the analysis of one snapshot of a notebook; the compiler turns it into a KFP pipeline
/// spec without looking at the notebook again.
package struct Pipeline: Sendable, Equatable {
  /// What the notebook says of the whole pipeline, with Kale's defaults.
  package var configuration: PipelineConfiguration
  /// Parameters in the order the notebook declares them, each name once.
  package var parameters: [PipelineParameter]
  /// Steps in topological order: those that could run first, then those that could run next, and so on, each time by
  /// name. What Kale makes has the order of the notebook instead of the names'.
  package var steps: [Step]
  /// The shared code: `imports` cells, then `functions` cells.
  package var sharedBlocks: [CodeBlock]
  /// What the shared blocks import, with dots, sorted, each once: `sklearn.svm` for `from sklearn import svm`. The
  /// standard library is included, modules in the notebook's folder are not.
  package var sharedImports: [String]
  /// What comments in cells that belong to no step say that every step installs.
  package var requirements: [Requirement]
  /// The files of the notebook's folder that travel with it.
  package var files: [ShippedFiles.File] = []

  /// Creates a pipeline. Everything it contains must already be in the order that the properties describe.
  package init(
    configuration: PipelineConfiguration, parameters: [PipelineParameter] = [],
    steps: [Step] = [], sharedBlocks: [CodeBlock] = [], sharedImports: [String] = [],
    requirements: [Requirement] = []
  ) {
    self.configuration = configuration
    self.parameters = parameters
    self.steps = steps
    self.sharedBlocks = sharedBlocks
    self.sharedImports = sharedImports
    self.requirements = requirements
  }
}

/// One step: a node of the pipeline's graph and, compiled, one KFP component.
package struct Step: Sendable, Equatable {
  /// The name of the step, unique in its pipeline.
  package var name: String
  /// Indices in the notebook of the code cells whose code the step runs, in order.
  package var cells: [CellIndex]
  /// Names of the steps this one runs after, as its first cell's `prev:` tags give them, sorted, each once.
  package var previous: [String]
  /// Names loaded before the step runs, with the step that provides each, sorted by name.
  package var inputs: [StepInput]
  /// Names saved after the step has run, sorted.
  package var outputs: [String]
  /// Names of the pipeline parameters the step uses, sorted.
  package var parameters: [String]
  /// Metrics the step reports, sorted by name.
  package var metrics: [PipelineMetric]
  /// What the tags of the step's first cell say, without the defaults of the notebook's configuration.
  package var configuration: StepConfiguration
  /// The step's own code, a block a cell, without the shared blocks.
  package var blocks: [CodeBlock]
  /// Names of the steps that changed objects of the shared code which this step reads, sorted.
  package var sharedStateProviders: [String] = []
  /// What the step's merged code imports, in the form of `Pipeline.sharedImports`.
  package var imports: [String] = []
  /// Those of its imports that the code may do without; see `OptionalImports`.
  package var optionalImports: Set<String> = []
  /// What comments in the step's cells say that it installs.
  package var requirements: [Requirement] = []
  /// The notebook that stands in the step's place; nil for a step of code.
  package var notebook: SubPipeline?

  /// Creates a step. Everything it contains must already be in the order that the properties describe.
  package init(
    name: String, cells: [CellIndex] = [], previous: [String] = [], inputs: [StepInput] = [],
    outputs: [String] = [],
    parameters: [String] = [], metrics: [PipelineMetric] = [],
    configuration: StepConfiguration = StepConfiguration(), blocks: [CodeBlock] = [],
    notebook: SubPipeline? = nil
  ) {
    self.name = name
    self.cells = cells
    self.previous = previous
    self.inputs = inputs
    self.outputs = outputs
    self.parameters = parameters
    self.metrics = metrics
    self.configuration = configuration
    self.blocks = blocks
    self.notebook = notebook
  }
}

/// A notebook that another refers to, as a pipeline inside the other's.
package struct SubPipeline: Sendable, Equatable {
  /// The file's name.
  package var file: String
  /// What the notebook describes; nil where it cannot be read.
  package var pipeline: Pipeline? { pipelines.first }
  /// For each output the step inside that defines it.
  package var producers: [String: String]
  /// None or one: a value that holds another of its kind has to hold it apart.
  private var pipelines: [Pipeline]

  /// Creates a reference to a notebook.
  ///
  /// - Parameters:
  ///   - file: The notebook's file name.
  ///   - pipeline: The notebook's pipeline; nil if the notebook cannot be read.
  ///   - producers: For each name that the notebook passes on, the step inside that defines it.
  package init(file: String, pipeline: Pipeline?, producers: [String: String]) {
    self.file = file
    self.producers = producers
    pipelines = pipeline.map { [$0] } ?? []
  }
}

/// A name that a step takes in, and where it comes from.
package struct StepInput: Sendable, Hashable {
  /// The name of the variable.
  package var name: String
  /// The ancestor step that saves it; empty for a name that comes from the notebook which refers to this one.
  package var provider: String

  /// Creates an input; `provider` is the name of a step, or empty.
  package init(name: String, provider: String) {
    self.name = name
    self.provider = provider
  }
}

/// A cell's code as a step runs it.
package struct CodeBlock: Sendable, Hashable {
  /// The tag that the cell belongs to, its own or that of a cell above: `imports`, `step:train`.
  package var tag: String
  /// Which of the tag's cells it is, counted from 1, and how many there are.
  package var number: Int
  /// The number of cells with the tag.
  package var count: Int
  /// The cell in its notebook.
  package var cell: CellIndex
  /// The cell's code.
  package var source: String

  /// Creates the block of cell `number` of `count` cells with a tag.
  package init(tag: String, number: Int = 1, of count: Int = 1, cell: CellIndex, source: String) {
    self.tag = tag
    self.number = number
    self.count = count
    self.cell = cell
    self.source = source
  }
}

/// A metric: the variable a `print(name)` line of a `pipeline-metrics` cell names.
package struct PipelineMetric: Sendable, Hashable {
  /// The Python variable.
  package var variable: String
  /// The name KFP shows: the variable's with `-` for `_`.
  package var name: String { String(variable.map { $0 == "_" ? "-" : $0 }) }

  /// Creates the metric that reports a variable.
  package init(variable: String) {
    self.variable = variable
  }
}

/// A pipeline parameter: an assignment of a `pipeline-parameters` cell.
package struct PipelineParameter: Sendable, Hashable {
  /// The name of the variable that is assigned.
  package var name: String
  /// The value that a run uses by default.
  package var value: ParameterValue

  /// Creates a parameter with its default.
  package init(name: String, value: ParameterValue) {
    self.name = name
    self.value = value
  }
}

/// A parameter's default, in one of the four types Kale has for them.
package enum ParameterValue: Sendable, Hashable {
  /// A value of Python's type `int`, within 64 bits.
  case integer(Int)
  /// A value of Python's type `float`.
  case float(Double)
  /// A value of Python's type `bool`.
  case boolean(Bool)
  /// A value of Python's type `str`.
  case string(String)

  /// The type as Python and Kale name it.
  package var typeName: String {
    switch self {
    case .integer: "int"
    case .float: "float"
    case .boolean: "bool"
    case .string: "str"
    }
  }
}
