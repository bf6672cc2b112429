"""A step loads what its code can read, and passes everything else on unread."""

import pytest

import steps

# A class of a module that only some steps can import, and that says when a value of it is loaded.
MODULE = """
class Model:
    def __init__(self, x): self.x = x
    def __setstate__(self, state):
        self.__dict__.update(state)
        open("loaded", "a").write(str(self.x))
"""


@pytest.fixture
def models(pipeline):
    """Steps in a folder with the module, and in one without."""

    class Models:
        def __init__(self, *shared):
            self.steps = pipeline(*shared)
            self.module = self.steps.folder / "models_of_test.py"
            self.module.write_text(MODULE)
            self.before = []

        def run(self, source, module=True, **options):
            if module != self.module.exists():
                self.module.write_text(MODULE) if module else self.module.unlink()
            step = self.steps.run(f"s{len(self.steps.steps)}", [(len(self.steps.steps) + 1, source)], after=self.before, **options)
            assert step.status == 0, step.errors
            self.before = [step.name]
            return step

        @property
        def loaded(self):
            path = self.steps.folder / "loaded"
            text = path.read_text() if path.exists() else ""
            path.unlink(missing_ok=True)
            return text

    return Models


def test_a_value_of_a_class_that_a_step_cannot_import_passes_through_it(models):
    run = models()
    run.run("import models_of_test; model = models_of_test.Model(1); alias = model; other = [1]", leaves=["model"])
    step = run.run("other.append(2)", module=False)
    assert step.errors == ""
    run.run("other.append(3)", module=False)
    assert run.loaded == ""
    last = run.run("print(model.x, model is alias, type(model) is models_of_test.Model, other)", takes={"model": "s0"})
    assert last.output == "1 True True [1, 2, 3]\n" and last.errors == ""


# Code, and whether it can read `model`.
CODE = {
    "by name": ("model", True),
    "by another name of the same object": ("alias", True),
    "assignment": ("model = 3", True),
    "attribute": ("other.model = 1", False),
    "attribute of self": ("class C:\n    def f(self): return self.model", False),
    "parameter": ("def f(model): return model\nf(1)", False),
    "global in a function": ("def f():\n    return model", True),
    "assigned in a function": ("def f():\n    global model\n    model = 3", True),
    "comment": ("x = 1  # model", False),
    "string": ("frame_query = 'x > @model'", True),
    "text": ("'model'\nx = 1", False),
    "function of a shared cell": ("use()", True),
    "function that calls one": ("indirect()", True),
    "function of a shared cell with a parameter": ("with_parameter(1)", False),
    "other function": ("unused()", False),
    "registered function": ("REGISTRY['registered']()", True),
    "method": ("User().go()", True),
    "method of an object of an earlier step": ("user.go()", True),
    "function of an earlier step": ("earlier()", True),
    "subclass": ("[c().run() for c in Base.__subclasses__()]", True),
    "globals": ("len(globals())", True),
    "eval": ("eval('mod' + 'el')", True),
    "magic": ("%time x = 1", False),
    "magic with the name": ("%time model", True),
    "names": ("%who", True),
    "shell": ("!echo {model.x}", True),
    "import of the name": ("from __main__ import model", True),
    "nothing": ("", False),
}
SHARED = """
class Plain: pass
REGISTRY = {}
def register(f): REGISTRY[f.__name__] = f
def use(): return model
def indirect(): return [use() for _ in range(2)]
def with_parameter(model): return model
def unused(): return 1
@register
def registered(): return model
class User:
    def go(self): return model
class Base:
    def run(self): return 1
class Derived(Base):
    def run(self): return model
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A step that leaves `model` and code that reads it."""
    folder = tmp_path_factory.mktemp("lazy")
    (folder / "notebook").mkdir()
    (folder / "notebook" / "models_of_test.py").write_text(MODULE)
    pipeline = steps.Pipeline(folder / "artifacts", folder / "notebook", [(1, SHARED)])
    step = pipeline.run("made", [(2, "import models_of_test; model = models_of_test.Model(1); alias = [model]\n"
                                     "other = Plain()\nuser = User()\ndef earlier(): return model")])
    assert step.status == 0, step.errors
    return pipeline


@pytest.mark.parametrize("case", CODE)
def test_names_that_code_can_read(made, case):
    source, reads = CODE[case]
    loaded = made.folder / "loaded"
    loaded.unlink(missing_ok=True)
    step = made.run(case.replace(" ", "-"), [(3, source)], after=["made"])
    assert step.status == 0, step.errors
    assert loaded.exists() == reads


def test_changes_through_shared_objects(models):
    run = models()
    run.run("import models_of_test; model = models_of_test.Model([1]); parts = model.x; apart = models_of_test.Model(2)")
    run.run("parts.append(5)")
    assert run.loaded == "[1]"
    last = run.run("print(model.x, model.x is parts, apart.x)")
    assert last.output == "[1, 5] True 2\n"


def test_pickle_finds_classes_that_the_step_did_not_load(models):
    run = models()
    run.run("class Late:\n    pass\nimport pickle; open('late.pkl', 'wb').write(pickle.dumps(Late()))")
    last = run.run("import pickle; print(type(pickle.load(open('late.pkl', 'rb'))).__name__)")
    assert last.output == "Late\n"


@pytest.mark.needs("numpy")
def test_the_state_of_a_library_that_a_step_does_not_have(models):
    run = models()
    run.run("import numpy as np; np.random.seed(1); np.set_printoptions(precision=2); first = np.random.rand(); word = 'x'")
    between = run.run("import sys\nprint('numpy' in sys.modules, word)")
    assert between.output.endswith("x\n")
    run.run("word += '!'")
    last = run.run("import numpy as np; a = np.random.RandomState(1); a.rand(); print(np.random.rand() == a.rand(), np.pi * np.ones(1), word)")
    assert last.output == "True [3.14] x!\n"


def test_a_parameter_that_an_earlier_step_changed(models):
    run = models()
    run.run("n = n + 1", parameters={"n": 1})
    run.run("x = 1", parameters={"n": 1})
    assert run.run("print(n)", parameters={"n": 1}).output == "2\n"
