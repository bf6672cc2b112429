/// The runtime that is kale-lsp's own: a Python file, which is part of the binary and, compressed, of each step.
///
/// `docs/contributing/exact-runtime.md` is the interface between the compiler and the file.
package enum ExactRuntime {
  /// What it needs of the package index.
  static let requirements = ["dill>=0.3.8", "ipython>=8"]

  /// Name of the function that makes a module of the file.
  static let functionName = "_kale_runtime"

  /// The function that makes a module of the file.
  static let additionalFunction = AdditionalFunction(name: functionName, source: function)

  /// The file, for people to read.
  package static var source: String { EmbeddedText.kale_lsp_runtime_py }

  /// The digits of the compressed file: all that Python, shells, YAML, JSON, templates and Kubernetes (`$(NAME)`) take as
  /// they are.
  private static let digits =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#,%.()*+-;/=:?@^_`[|]~"

  /// The function as the DSL script has it, and each component that KFP makes of it.
  ///
  /// The file is in it in a compressed form, since each step contains it: Linux limits a step to 128 KiB, and Kubernetes a
  /// whole pipeline to about a megabyte.
  private static let function = """
    def \(functionName)():
        \"\"\"Returns the runtime of this pipeline's steps, a module. `kale-lsp runtime` prints its source.\"\"\"
        import types as _types
        import zlib as _zlib

        digits = b'''
    \(EmbeddedText.kale_lsp_runtime_packed)'''.translate(bytes.maketrans(b"\(digits)", bytes(range(85))), b"\\n")
        number, words = 0, bytearray(len(digits) // 5 * 4)
        for place in range(5):  # five digits are a word of four bytes; all words at once
            words[3::4] = digits[place::5]
            number = number * 85 + int.from_bytes(words, "big")
        module = _types.ModuleType("kale_lsp_runtime")
        module.SOURCE = _zlib.decompress(number.to_bytes(len(words), "big")).decode()
        exec(compile(module.SOURCE, "kale_lsp_runtime.py", "exec"), module.__dict__)
        return module

    """
}
