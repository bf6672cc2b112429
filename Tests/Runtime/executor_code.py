"""The runtime, compiled once for all executors, with what it imports imported."""

import steps

SOURCE = steps.RUNTIME.read_text(encoding="utf-8")
CODE = compile(SOURCE, str(steps.RUNTIME), "exec")
exec(CODE, {"__name__": "kale_lsp_runtime", "__file__": str(steps.RUNTIME)})
