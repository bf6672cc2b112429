"""What the processes that `conftest.py` has forked need: the runtime, compiled once, and the modules that it imports."""

import sys
import tempfile
import types

import local_runs
import steps

SOURCE = steps.RUNTIME.read_text(encoding="utf-8")
CODE = compile(SOURCE, str(steps.RUNTIME), "exec")
# For processes of cells, which import it.
RUNTIME = sys.modules["kale_lsp_runtime"] = types.ModuleType("kale_lsp_runtime")
RUNTIME.__file__ = str(steps.RUNTIME)
exec(CODE, RUNTIME.__dict__)
with tempfile.TemporaryDirectory() as folder:
    local_runs.package(folder).imports.import_for_every_step()
for name in [name for name in sys.modules if name.partition(".")[0] == "kale_lsp_runner"]:
    del sys.modules[name]
