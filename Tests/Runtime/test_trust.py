"""Nothing is unpickled but what earlier steps of this run wrote."""

import json
import pickle

import pytest


class Bad:
    def __reduce__(self):
        return (print, ("UNPICKLED",))


def test_pickles_beside_the_notebook_are_not_read(pipeline):
    steps = pipeline()
    steps.run("one", [(1, "x = 1")], leaves=["x"])
    for name in ("values.bin", "state.json", "x.pkl", "state/values.bin", ".kale/values.bin"):
        path = steps.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(pickle.dumps(Bad()))
    second = steps.run("two", [(2, "print(x)")], after=["one"], takes={"x": "one"})
    assert second.output == "1\n" and "UNPICKLED" not in second.errors


@pytest.mark.parametrize("name", ["../../../notebook/bad.bin", "/etc/hostname", "other.bin", "values.bin"])
def test_a_state_names_only_its_own_files(pipeline, name):
    steps = pipeline()
    first = steps.run("one", [(1, "x = 1")], leaves=["x"])
    (steps.folder / "bad.bin").write_bytes(pickle.dumps(Bad()))
    state = first.folder / "state"
    content = json.loads((state / "state.json").read_text())
    for blob in content["blobs"].values():
        blob["file"] = name
    (state / "state.json").write_text(json.dumps(content))
    if name == "values.bin":
        (state / name).unlink()
        (state / name).symlink_to(steps.folder / "bad.bin")
    second = steps.run("two", [(2, "1")], after=["one"], takes={"x": "one"})
    assert second.status == 1
    assert "is not a file that an earlier step left." in second.errors
    assert "UNPICKLED" not in second.output + second.errors


@pytest.mark.parametrize("damage", ["cut", "empty"])
def test_a_damaged_state_is_a_sentence(pipeline, damage):
    steps = pipeline()
    first = steps.run("one", [(1, "x = list(range(1000))")], leaves=["x"])
    path = first.folder / "state" / ("values.bin" if damage == "cut" else "state.json")
    path.write_bytes(path.read_bytes()[:100] if damage == "cut" else b"")
    second = steps.run("two", [(2, "1")], after=["one"], takes={"x": "one"})
    assert second.status == 1
    assert "Traceback" not in second.errors and ("cannot be loaded" in second.errors or "cannot be read" in second.errors)
