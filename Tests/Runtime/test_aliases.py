"""What shows or shares the content of another object still does so two steps later."""

import types

import pytest

import steps


def test_a_mapping_proxy_shows_its_dictionary(chain):
    outputs = chain("import types; d = {'a': 1}; p = types.MappingProxyType(d)", "d['b'] = 2; print(p['b'])",
                    "d['c'] = 3; print(p, p == d)")
    assert outputs[1:] == ["2\n", "{'a': 1, 'b': 2, 'c': 3} True\n"]


def test_the_attributes_of_a_class_as_a_value(chain):
    outputs = chain("class A:\n    x = 1\np = vars(A)", "print(p['x'], type(p).__name__)")
    assert outputs[1] == "1 mappingproxy\n"


def test_a_weak_method(chain):
    outputs = chain("import weakref\nclass A:\n    def go(self): return 1\na = A(); m = weakref.WeakMethod(a.go)",
                    "print(m()(), m().__self__ is a)", "del a; print(m())")
    assert outputs[1:] == ["1 True\n", "None\n"]


def test_a_context(chain):
    outputs = chain("c = contextvars.copy_context(); c.run(v.set, 5)", "c.run(v.set, c[v] + 1)", "print(c[v], v.get())",
                    shared=["import contextvars; v = contextvars.ContextVar('v', default=0)"])
    assert outputs[2] == "6 0\n"


BORG = "class Borg:\n    state = {}\n    def __init__(self): self.__dict__ = Borg.state"


def test_objects_that_have_the_same_attributes(chain):
    steps = ("one = Borg(); one.x = 1", "Borg().y = 2; print(one.y)", "print(Borg().x, one.y, vars(one) is Borg.state)")
    assert chain(*steps, shared=[BORG])[1:] == ["2\n", "1 2 True\n"]


def test_objects_of_a_step_that_have_the_same_attributes(chain):
    outputs = chain(f"{BORG}\none, two = Borg(), Borg(); one.x = 1", "two.y = 2; print(one.y)", "print(two.x, Borg().y)")
    assert outputs[1:] == ["2\n", "1 2\n"]


def test_subclasses_that_no_later_step_names(chain):
    shown = "print(sorted(kind.__name__ for kind in Base.__subclasses__()))"
    outputs = chain("class A(Base): pass", f"class B(Base): pass\n{shown}", shown, shared=["class Base: pass"])
    assert outputs[1:] == ["['A', 'B']\n"] * 2


CLASSES = """
import argparse, collections, threading, types
class Plain:
    def __init__(self): self.v = 1
class Shares:
    def __init__(self, attributes): self.__dict__ = attributes
class Slot:
    __slots__ = "v", "__dict__"
    def __init__(self): self.v = 1
class Own:
    def __init__(self): self.v, self.lock = 1, threading.Lock()
    def __getstate__(self): return {name: item for name, item in self.__dict__.items() if name != "lock"}
    def __setstate__(self, state): self.__dict__.update(state)
class Odd:
    def __getattr__(self, name): raise AttributeError(name)
    def __hash__(self): return 1
class Made:
    def __init__(self, attributes): self.__dict__.update(attributes)
    def __reduce__(self): return Made, (self.__dict__,)
CONFIG = types.SimpleNamespace(v=1)
def shared(): return shared.v
shared.v = 1
"""
OBJECTS = ["types.SimpleNamespace(v=1)", "argparse.Namespace(v=1)", "Plain()", "Own()", "Odd()", "Slot()", "Made({'v': 1})",
           "ValueError()", "types.ModuleType('made')", "lambda: 1", "CONFIG", "shared"]


def test_attributes_in_a_container_are_those_of_the_object(chain):
    """Each object beside a container, only in one, and in one alone with its attributes."""
    outputs = chain(
        f"objects = [{', '.join(OBJECTS)}]\nfor one in objects: one.rows = []\n"
        "maps = [collections.ChainMap(vars(one), {}) for one in objects]; views = [one.__dict__.keys() for one in objects]\n"
        "first = objects[0]; both = [Plain()]; both.append(vars(both[0]))",
        "for one in objects: one.new = 2\nmaps[0]['v'] = 3; both[0].v = 4",
        "print([one['new'] for one in maps], ['new' in one for one in views], first.v, both[1]['v'])\n"
        "maps[0]['v'] = 5; print(first.v, objects[0].v, [one.maps[0] is two.__dict__ for one, two in zip(maps, objects)])",
        shared=[CLASSES])
    count = len(OBJECTS)
    assert outputs[2] == f"{[2] * count} {[True] * count} 3 4\n5 5 {[True] * count}\n"


def test_attributes_of_an_object_that_has_no_name(chain):
    outputs = chain("names = vars(Plain()); held = [Plain()]; d = vars(held[0])", "held[0].v = 2; names['a'] = 1",
                    "print(d['v'], d is vars(held[0]), names)", shared=[CLASSES])
    assert outputs[2] == "2 True {'v': 1, 'a': 1}\n"


def test_attributes_that_objects_share(chain):
    outputs = chain("held = [{'a': 1}]; one, two = Shares(held[0]), Shares(held[0])", "one.a = 2; held[0]['b'] = 3",
                    "print(two.a, one.b, vars(two) is held[0])", shared=[CLASSES])
    assert outputs[2] == "2 3 True\n"


def test_attributes_that_hold_each_other(chain):
    outputs = chain("one, two = Plain(), Plain(); one.two, two.one, one.own = vars(two), vars(one), vars(one)", "one.v = 2; two.v = 3",
                    "print(one.two['v'], two.one['v'], one.own is vars(one))", shared=[CLASSES])
    assert outputs[2] == "3 2 True\n"


def test_attributes_that_are_only_looked_at_do_not_change_the_object(pipeline):
    steps = pipeline(CLASSES)
    steps.run("first", [(2, "one = Plain(); rows = [one]")])
    steps.run("left", [(3, "rows[0].v = 2")], after=["first"])
    steps.run("right", [(4, "seen = [vars(one)]; print(seen)")], after=["first"])
    last = steps.run("last", [(5, "print(rows[0].v)")], after=["left", "right"], takes={"rows": "left"})
    assert (last.output, last.errors) == ("2\n", "")


def test_attributes_with_one_user_are_saved_with_their_object():
    """Else each component would be saved twice."""
    runtime = types.ModuleType("kale_lsp_runtime")
    exec(compile(steps.RUNTIME.read_text(encoding="utf-8"), str(steps.RUNTIME), "exec"), runtime.__dict__)
    first, second, alone = Held(), Held(), Held()
    saver = runtime.Saver({"main": runtime, "namespace": vars(runtime)}, {}, None)
    dumps = [saver.dump(value, keep=False) for value in ([first, vars(first)], [second, alone], [second])]
    assert runtime.shared_attributes(dumps, {}) == {id(vars(first)): (first, vars(first))}


class Held:
    def __init__(self):
        self.rows = [{"a": 1}]


def test_views_show_their_dictionary(chain):
    kinds = ("{'a': [1]}", "collections.OrderedDict(a=[1])", "collections.defaultdict(list, a=[1])", "vars(Plain())")
    outputs = chain(
        f"dicts = [{', '.join(kinds)}]\nviews = [view for one in dicts for view in (one.keys(), one.values(), one.items())]\n"
        "proxies = [types.MappingProxyType(one) for one in dicts]; names = CONFIG.names.keys()",
        "for one in dicts: one['b'] = [2]\nCONFIG.names['c'] = 3",
        "print(all('b' in view or [2] in view or ('b', [2]) in view for view in views), [type(view).__name__ for view in views[:5]],\n"
        "      all('b' in one for one in proxies), list(names))",
        shared=[CLASSES + "CONFIG.names = {}"])
    assert outputs[2] == ("True ['dict_keys', 'dict_values', 'dict_items', 'odict_keys', 'odict_values'] True ['c']\n")


MODEL = "from pydantic import BaseModel\nclass Model(BaseModel):\n    rows: list = []\n    size: int = 3"


def test_models_of_pydantic(chain):
    outputs = chain("m = Model(rows=[1]); models = [m]", "m.rows.append(2); m.size = 4; print(m)",
                    "print(m.model_dump(), models[0] is m, m == Model(rows=[1, 2], size=4))", shared=[MODEL])
    assert outputs[1:] == ["rows=[1, 2] size=4\n", "{'rows': [1, 2], 'size': 4} True True\n"]


def test_the_attributes_of_a_class_in_a_container(chain):
    outputs = chain("class A: pass\nclass B(A): __slots__ = ()\nheld = [vars(A), vars(B), vars(A).keys(), vars(Plain), vars(argparse.Action)]",
                    "A.x = B.y = Plain.z = 1",
                    "print(held[0]['x'], held[1]['y'], 'x' in held[2], held[3]['z'], held[4] == vars(argparse.Action))",
                    shared=[CLASSES])
    assert outputs[2] == "1 1 True 1 True\n"


def test_the_names_of_a_module_are_the_module_s(chain):
    outputs = chain("import json; held = [vars(json), vars(json).keys()]; made = types.ModuleType('made'); also = [made]",
                    "held[0]['marker'] = 1; made.x = 2",
                    "import json; print(held[0] is vars(json), json.marker, 'marker' in held[1], also[0].x, also[0] is made)",
                    shared=[CLASSES])
    assert outputs[2] == "True 1 True 2 True\n"


def test_changes_of_libraries_that_do_not_name_them(chain):
    helper = "def set_all(owner, **names):\n    for name, value in names.items(): setattr(owner, name, value)"
    outputs = chain("import argparse, json; owners = [json, argparse.Namespace]",
                    "owners[0].one = 1; vars(owners[0])['two'] = 2; set_all(json, three=3); owners[1].four = 4\n"
                    "for kind in (argparse.Action, argparse.Namespace): kind.five = lambda self: 5",
                    "import argparse, json; print(json.one, json.two, json.three, argparse.Namespace.four, "
                    "argparse.Namespace().five(), argparse.Action([], '').five())", "print(json.one)", shared=[helper])
    assert outputs[2:] == ["1 2 3 4 5 5\n", "1\n"]


def test_libraries_that_change_themselves_are_no_change(chain):
    chain("import textwrap, string, json; json.own = 1", "import wave, json; json.loads('1'); print(string.capwords('a'))", "print(1)")
    for name in ("step2", "step3"):
        assert not [name for name in chain.steps[name].changed if name.startswith("patch")]


def test_views_of_memory(chain):
    outputs = chain("import array; b = bytearray(b'abcdef'); a = array.array('i', [1, 2])\n"
                    "views = [memoryview(b), memoryview(b)[1:3], memoryview(b).toreadonly(), memoryview(a)[1:], memoryview(b'xy')[1:]]",
                    "b[1] = 65; views[1][1] = 66; a[1] = 9",
                    "print([view.tolist() for view in views[1:]], bytes(views[0]), b, [view.readonly for view in views])")
    assert outputs[2] == ("[[65, 66], [97, 65, 66, 100, 101, 102], [9], [121]] b'aABdef' bytearray(b'aABdef') "
                          "[False, False, True, False, True]\n")


@pytest.mark.needs("numpy")
def test_arrays_on_the_memory_of_others(chain):
    outputs = chain(
        "b = bytearray(8); a = array.array('i', [1, 2]); n = np.zeros(3); matrix = np.matrix([[1, 2]]); "
        "rows = np.rec.fromarrays([[1, 2], [3, 4]], names='x,y'); mapped = np.memmap('m.bin', np.int32, 'w+', shape=(3,))\n"
        "views = [np.frombuffer(b, np.int32)[1:], np.asarray(a), memoryview(n), np.asarray(matrix), rows.x, mapped[1:]]",
        "b[4] = 5; views[1][0] = 6; n[1] = 7; views[3][0, 1] = 8; views[4][1] = 9; views[5][0] = 10",
        "print([view.tolist() for view in views], list(b), list(a), n, matrix, rows.x, mapped, type(rows).__name__)",
        shared=["import array, numpy as np"])
    assert outputs[2] == ("[[5], [6, 2], [0.0, 7.0, 0.0], [[1, 8]], [1, 9], [10, 0]] [0, 0, 0, 0, 5, 0, 0, 0] [6, 2] [0. 7. 0.] "
                          "[[1 8]] [1 9] [ 0 10  0] recarray\n")
    assert not any(step.errors for step in chain.steps.values())


MAPS = {
    "made": "m = np.memmap('m.bin', np.int32, 'w+', shape=(2, 3)); m[:] = 1",
    "read from a file": "np.save(open('m.bin', 'wb'), np.ones((2, 3), np.int32)); m = np.load('m.bin', mmap_mode='r+')",
    "behind a head": "open('m.bin', 'wb').write(bytes(5000)); m = np.memmap('m.bin', np.int32, 'r+', 4000, (2, 3)); m[:] = 1",
}


@pytest.mark.needs("numpy")
@pytest.mark.parametrize("make", MAPS)
def test_arrays_of_a_file(chain, make):
    """What the notebook changes in the array is in the file, and what others change there is in the array."""
    outputs = chain(
        MAPS[make] + "; row, plain = m[1], np.asarray(m)[:, 1:]; size = os.path.getsize('m.bin')", "m *= 10; row[2] = 5; m.flush()",
        "other = np.memmap('m.bin', np.int32, 'r+', m.offset, (2, 3)); plain[0] = 7; print(other.tolist()); other[1] = 8",
        "print(m.tolist(), row.tolist(), plain.tolist(), m.mode[1], type(row).__name__, type(m._mmap).__name__)\n"
        "print(size == os.path.getsize('m.bin'))", shared=["import os, numpy as np"])
    assert outputs[2:] == ["[[10, 7, 7], [10, 10, 5]]\n", "[[10, 7, 7], [8, 8, 8]] [8, 8, 8] [[7, 7], [8, 8]] + memmap mmap\nTrue\n"]
    assert not any(step.errors for step in chain.steps.values())


@pytest.mark.needs("numpy")
def test_arrays_of_a_file_that_a_step_does_not_have(pipeline):
    steps = pipeline("import numpy as np")
    steps.run("make", [(2, "m = np.memmap('m.bin', np.int32, 'w+', shape=(3,)); c = np.memmap('m.bin', np.int32, 'c'); c[:] = 2")])
    file = steps.folder / "m.bin"
    file.write_bytes(file.read_bytes()[:8])  # another file of this name
    step = steps.run("use", [(3, "part = m[1:]; print(m.sum(), c.sum())")], after=["make"])
    assert (step.output, step.errors, file.stat().st_size) == ("0 6\n", "", 8)
    step = steps.run("change", [(3, "m += 1; c[0] = 5; print(part.sum())")], after=["use"])
    assert step.output == "2\n" and step.errors.count("Warning") == 1
    assert f"`m` maps `{file}`, which is not in this step, and is a copy here. Keep the file on a volume." in step.errors
    step = steps.run("later", [(3, "print(m, c)")], after=["change"])
    assert (step.output, step.errors, file.read_bytes()) == ("[1 1 1] [5 2 2]\n", "", bytes(8))


@pytest.mark.needs("pandas")
def test_the_attributes_of_a_table(chain):
    outputs = chain("t = pd.DataFrame({'x': [1]}); t.attrs['unit'] = 'm'; held = [t.attrs]", "held[0]['source'] = 'a'", "print(t.attrs)",
                    shared=["import pandas as pd"])
    assert outputs[2] == "{'unit': 'm', 'source': 'a'}\n"


@pytest.mark.needs("numpy")
def test_arrays_of_ctypes(pipeline):
    steps = pipeline("import ctypes, numpy as np")
    shares = steps.run("one", [(2, "x = np.ctypeslib.as_ctypes(np.zeros(3))")], leaves=["x"])
    assert ("`x` (c_double_Array_3) cannot be passed to later steps: TypeError: cannot pickle an array of ctypes on the memory of "
            "another object.") in shares.errors
    steps.run("two", [(2, "x = (ctypes.c_int * 2)(1, 2)")], leaves=["x"])
    assert steps.run("three", [(3, "print(list(x))")], after=["two"], takes={"x": "two"}).output == "[1, 2]\n"
