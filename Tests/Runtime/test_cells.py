"""Cells run as in a notebook: output, tracebacks, magics, await, the report."""

import importlib.util
import os
import subprocess
import sys

import pytest

import steps


def test_output_and_last_value(pipeline):
    step = pipeline("import math").run("one", [(3, "print('a')\n1 + 1"), (4, "None"), (5, "x = 3"), (6, "x;\n'text'")])
    assert step.output == "a\n2\n'text'\n", step.errors


def test_await(pipeline):
    source = "import asyncio\nasync def f(): await asyncio.sleep(0); return 5\nx = await f()\nprint(x, [await f() for _ in range(2)])"
    step = pipeline().run("one", [(3, source), (4, "task = asyncio.ensure_future(f())"), (5, "print(await task)")])
    assert step.output == "5 [5, 5]\n5\n", step.errors


def test_traceback_names_cell_and_line(pipeline):
    step = pipeline("def divide(a):\n    b = 0\n    return a / b").run("one", [(7, "x = 1\n\ndivide(x)")])
    assert step.status == 1
    lines = step.errors.splitlines()
    assert lines[:3] == ["Traceback (most recent call last):", "  cell 7, line 3, in <module>", "    divide(x)"]
    assert "  cell 1, line 3, in divide" in lines
    assert "ZeroDivisionError: division by zero" in lines
    assert lines[-1] == "Step `one` failed in cell 1, line 3."
    assert "kale_lsp_runtime" not in step.errors and "IPython" not in step.errors


def test_traceback_through_a_function_of_an_earlier_step(pipeline):
    run = pipeline()
    run.run("one", [(3, "def divide(a):\n    return a / 0")])
    step = run.run("two", [(4, "divide(1)")], after=["one"])
    assert "  cell 3, line 2, in divide\n    return a / 0" in step.errors, step.errors


def test_chained_errors(pipeline):
    step = pipeline().run("one", [(3, "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    raise ValueError('second') from e")])
    assert "cell 3, line 2" in step.errors and "cell 3, line 4" in step.errors
    assert "direct cause" in step.errors


def test_syntax_error(pipeline):
    step = pipeline().run("one", [(3, "x = 1\ny = = 2")])
    assert "cell 3, line 2\n    y = = 2" in step.errors and "SyntaxError" in step.errors


def test_future_statements_hold_for_later_cells(pipeline):
    step = pipeline("from __future__ import annotations").run("one", [(3, "def f(x: Undefined): return 1\nprint(f(0), f.__annotations__)")])
    assert step.output == "1 {'x': 'Undefined'}\n", step.errors


def test_name_and_namespace(pipeline):
    step = pipeline().run("one", [(3, "import sys, __main__; print(__name__, __main__.__dict__ is globals(), sys.argv, __file__ if '__file__' in globals() else None)")])
    assert step.output == "__main__ True [''] None\n", step.errors


def test_display(pipeline):
    source = "class H:\n    def _repr_html_(self): return '<b>rich</b>'\n    def __repr__(self): return 'plain'\ndisplay(H())\nH()"
    step = pipeline().run("one", [(3, source)])
    assert step.output == "plain\nplain\n", step.errors
    assert step.report.count("<b>rich</b>") == 2 and "&lt;b&gt;rich" in step.report


def test_report(pipeline):
    step = pipeline("import sys").run("train", [(3, "print('out <&>')\nprint('err', file=sys.stderr)"), (5, "print('\\x1b[31mred\\x1b[0m')"), (6, "1 / 0")])
    report = step.report
    assert "<h1>notebook.ipynb: train</h1>" in report
    assert "<h2>Cell 3</h2>" in report and "out &lt;&amp;&gt;" in report and "<pre class=stderr>err" in report
    assert ">red\n<" in report
    assert "ZeroDivisionError" in report and "cell 6, line 1" in report


@pytest.mark.needs("matplotlib")
def test_report_with_pictures(pipeline):
    step = pipeline("import matplotlib.pyplot as plt").run(
        "one", [(3, "plt.plot([1, 2])\nplt.show()"), (4, "fig, ax = plt.subplots(); ax.plot([1])"), (5, "print(len(plt.get_fignums()))")])
    assert step.status == 0, step.errors
    assert step.report.count("data:image/png;base64,") == 2
    assert step.output.endswith("0\n")


@pytest.mark.needs("pandas")
def test_report_with_tables(pipeline):
    step = pipeline("import pandas as pd").run("one", [(3, "pd.DataFrame({'column': [1]})")])
    assert "<table" in step.report and "column" in step.report and "   column\n0       1\n" in step.output


@pytest.mark.needs("pandas")
def test_wide_tables_are_printed_as_in_a_notebook(pipeline):
    step = pipeline("import pandas as pd").run("one", [(3, "print(pd.get_option('display.max_columns'))")])
    assert step.output == "20\n", step.errors


@pytest.mark.needs("pandas")
def test_wide_tables_where_only_values_import_pandas(pipeline):
    run = pipeline("import math")
    run.run("one", [(3, "import pandas\ntable = pandas.DataFrame({f'column {i}': [i] for i in range(12)})\ndel pandas")])
    step = run.run("two", [(4, "print(table)")], after=["one"])
    assert "..." not in step.output and "column 11" in step.output, step.errors


def test_values_with_a_repr_that_fails_or_is_huge(pipeline):
    step = pipeline().run("one", [(3, "'x' * 50_000_000"), (4, "print('after')")])
    assert step.status == 0, step.errors
    assert step.output.endswith("after\n") and len(step.output) < 3_000_000 and len(step.report) < 10_000_000


@pytest.mark.cold
def test_output_is_printed_line_by_line(pipeline, tmp_path):
    # The cell goes on only when its first line has been read.
    go = tmp_path / "go"
    source = f"import os, time\nprint('first')\nwhile not os.path.exists({str(go)!r}): time.sleep(0.01)\nprint('second')"
    run = pipeline()
    program = (f"import sys; sys.path.insert(0, {os.path.dirname(__file__)!r}); import steps, subprocess\n"
               "steps.subprocess.run = lambda *a, capture_output=None, text=None, **o: subprocess.Popen(*a, **o).wait() or subprocess.CompletedProcess(a, 0, '', '')\n"
               f"steps.Pipeline({str(tmp_path / 'streamed')!r}, {str(run.folder)!r}).run('one', [(1, {source!r})])")
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "first\n"
    go.touch()
    assert process.stdout.read() == "second\n"
    assert process.wait() == 0


def test_magics(pipeline):
    run = pipeline("import os\n%matplotlib inline" if importlib.util.find_spec("matplotlib") else "import os")
    step = run.run("one", [
        (3, "%%time\nx = 1"), (4, "!echo shell $HOME_OF_TEST"), (5, "lines = !printf 'a\\nb'\nprint(list(lines))"),
        (6, "%%bash\necho bash"), (7, "%%writefile made.txt\ncontent"), (8, "%time y = 2\nprint(x, y, open('made.txt').read())"),
        (9, "%%capture out\nprint('hidden')"), (10, "print(repr(out.stdout), get_ipython().__class__.__name__)"),
    ])
    assert step.status == 0, step.errors
    printed = [line for line in step.output.splitlines() if not line.startswith(("CPU times", "Wall time"))]
    assert printed == ["shell", "['a', 'b']", "bash", "Writing made.txt", "1 2 content", "", "'hidden\\n' ZMQInteractiveShell"]
    after = run.run("two", [(11, "print(x, y, list(lines))")], after=["one"])
    assert after.output == "1 2 ['a', 'b']\n", after.errors


def test_help_is_no_output(pipeline):
    step = pipeline().run("one", [(3, "x = 1\nx?"), (4, "print('after')")])
    assert step.output == "after\n" and "Type:" in step.report, step.errors


def test_cells_need_ipython(pipeline, tmp_path):
    run = pipeline()
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / "IPython.py").write_text("raise ImportError('hidden')")
    run.environment = {**os.environ, "PYTHONPATH": str(tmp_path / "hidden")}
    step = run.run("one", [(3, "1")])
    assert step.errors == "Cells run in IPython, which cannot be imported: hidden. Install `ipython`.\n" and step.status == 1


def test_standard_input_is_empty(pipeline):
    step = pipeline().run("one", [(3, "try: input()\nexcept Exception as e: print(type(e).__name__)")])
    assert step.output == "EOFError\n", step.errors


def test_metrics(pipeline):
    source = "accuracy = 0.5; count = 3; text = 'no'; flag = True"
    wanted = {"accuracy": "accuracy", "count": "count", "text": "text", "absent": "absent", "flag": "flag"}
    if importlib.util.find_spec("numpy"):
        source += "; import numpy as np; score = np.float32(0.25)"
        wanted["best-score"] = "score"
    step = pipeline().run("one", [(1, source)], metrics=wanted)
    assert step.status == 0, step.errors
    expected = {"accuracy": 0.5, "count": 3, "flag": 1.0}
    assert step.metrics == ({**expected, "best-score": 0.25} if "best-score" in wanted else expected)
    assert "`text` (str) is not a number and is not reported." in step.errors


def test_letters_of_all_languages(pipeline):
    run = pipeline()
    run.run("one", [(1, "größe = 'Größe ✓ 𝛼'; print(größe)")], leaves=["größe"])
    step = run.run("two", [(2, "print(größe, '\\udc80')")], after=["one"], takes={"größe": "one"})
    assert step.output.startswith("Größe ✓ 𝛼"), step.errors


@pytest.mark.cold
def test_steps_see_neither_the_runtime_nor_its_imports(pipeline):
    step = pipeline().run("one", [(1, "print(sorted(n for n in globals() if not n.startswith('_') and n not in ('In', 'Out', 'get_ipython', 'exit', 'quit', 'open')))\nimport os; print('PYTHONHASHSEED' in os.environ, 'IPYTHONDIR' in os.environ)")])
    assert step.output == "[]\nFalse False\n", step.errors


def test_run_step_accepts_the_literals_of_the_script(tmp_path, pipeline):
    step = pipeline("\nx = 1\n").run("one", [(1, "\nprint(x)\n")])
    assert step.output == "1\n" and steps.RUNTIME.exists()


def test_outputs_of_earlier_steps(pipeline):
    run = pipeline("import math")
    run.run("one", [(2, "table = [1, 2]\n40 + 2"), (3, "table")])
    run.run("two", [(4, "x = 1")], after=["one"])
    step = run.run("three", [(5, "print(_, __, _ is table, Out[2], _2)"), (6, "[5]"), (7, "print(Out[6], _)")], after=["two"])
    assert step.output == "[1, 2] 42 True 42 42\n[5]\n[5] [5]\n", step.errors


def test_variables_with_names_of_the_shell(pipeline):
    run = pipeline("import math")
    run.run("one", [(2, "In, _dh = 5, 6")])
    step = run.run("two", [(3, "print(In, _dh, type(Out).__name__)")], after=["one"])
    assert step.output == "5 6 dict\n", step.errors


def test_assigned_underscores(pipeline):
    run = pipeline("import math")
    run.run("one", [(2, "'shown'"), (3, "a, *_ = [1, 2, 3]"), (4, "'not kept'")])
    run.run("two", [(5, "'nor here'")], after=["one"])
    step = run.run("three", [(6, "print(_)"), (7, "[5]"), (8, "print(_, Out[7])")], after=["two"])
    assert step.output == "[2, 3]\n[5]\n[2, 3] [5]\n", step.errors
    run.run("left", [(9, "for _ in range(3): pass")], after=["three"])
    run.run("right", [(10, "for _ in range(5): pass")], after=["three"])
    joined = run.run("joined", [(11, "print(_)")], after=["left", "right"])
    assert joined.output == "4\n" and "Warning" not in joined.errors, joined.errors


def test_values_end_when_their_names_do(pipeline):
    run = pipeline("class Resource:\n    ended = 0\n    def __del__(self): Resource.ended += 1")
    run.run("one", [(2, "resource = Resource()")])
    step = run.run("two", [(3, "resource = None\nprint(Resource.ended)")], after=["one"])
    assert step.output == "1\n", step.errors
