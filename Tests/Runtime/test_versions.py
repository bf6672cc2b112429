"""Python and the packages that wrote a value are compared with those that load it."""

import json

import pytest


def edited(state, change):
    path = state.folder / "state" / "state.json"
    content = json.loads(path.read_text())
    for blob in content["blobs"].values():
        change(blob)
    path.write_text(json.dumps(content))


@pytest.mark.needs("numpy")
def test_another_version_is_a_warning(pipeline):
    import numpy

    steps = pipeline()
    first = steps.run("one", [(1, "import numpy as np; x = np.ones(2)")], leaves=["x"])
    state = json.loads((first.folder / "state" / "state.json").read_text())
    assert any(blob["versions"].get("numpy") == numpy.__version__ for blob in state["blobs"].values())
    edited(first, lambda blob: blob["versions"].update({name: "0.1" for name in blob["versions"] if name == "numpy"}))
    second = steps.run("two", [(2, "print(x)")], after=["one"], takes={"x": "one"})
    assert second.output == "[1. 1.]\n"
    assert f"Warning: Step `one` ran with numpy 0.1 (here {numpy.__version__})." in second.errors
    assert second.errors.count("Warning") == 1


def test_another_python_where_loading_fails_is_told(pipeline):
    steps = pipeline()
    first = steps.run("one", [(1, "def f(): pass")], leaves=["f"])
    edited(first, lambda blob: blob.update(python="3.1.4"))
    pack = first.folder / "state" / "values.bin"
    content = pack.read_bytes()
    pack.write_bytes(content.replace(b"kale_lsp_runtime", b"kale_lsp_runtimf"))
    second = steps.run("two", [(2, "f()")], after=["one"], takes={"f": "one"})
    assert second.status == 1
    assert "`f` of step `one` cannot be loaded: ModuleNotFoundError" in second.errors
    assert "The step ran with Python 3.1.4 (here " in second.errors


def test_a_package_that_is_missing_is_told(pipeline):
    steps = pipeline()
    first = steps.run("one", [(1, "def f(): pass")], leaves=["f"])
    edited(first, lambda blob: blob["versions"].update(package_of_test="1.0"))
    second = steps.run("two", [(2, "f()")], after=["one"], takes={"f": "one"})
    assert second.status == 0
    assert "package_of_test 1.0 (here not installed)" in second.errors


def test_another_format(pipeline):
    steps = pipeline()
    first = steps.run("one", [(1, "x = 1")])
    path = first.folder / "state" / "state.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 0}))
    second = steps.run("two", [(2, "x")], after=["one"])
    assert second.errors.strip() == "The state of step `one` was written by another version of kale-lsp."
