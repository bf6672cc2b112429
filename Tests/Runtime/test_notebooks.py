"""Steps whose shared cells differ: steps of another notebook, and steps from which unused definitions were left out."""

FUNCTIONS = """
class Model:
    def __init__(self, f): self.f = f
    def predict(self, x): return scale(self.f(x))

def scale(x): return x * FACTOR

FACTOR = 10
"""


def test_values_that_go_to_another_notebook_bring_their_definitions(pipeline):
    steps = pipeline(FUNCTIONS)
    first = steps.run("inner", [(3, "model = Model(lambda x: x + 1); secret = 1")], leaves=["model", "scale", "FACTOR"], border=True)
    assert first.status == 0, first.errors
    steps.shared = [[1, "FACTOR = 2\nclass Other: pass"]]
    names = ["model", "scale", "FACTOR"]
    second = steps.run("outer", [(1, "print(model.predict(1), type(model).__name__, 'secret' in globals())")],
                       takes=dict.fromkeys(names, "inner"), outside=names)
    assert second.output == "20 Model False\n", second.errors
    third = steps.run("after", [(2, "print(model.predict(1), model.f(1), FACTOR)")], after=["outer"], takes={"model": "outer"})
    assert third.output == "20 2 10\n", third.errors


def test_a_step_whose_values_go_to_another_notebook_keeps_its_own_state(pipeline):
    steps = pipeline(FUNCTIONS)
    steps.run("one", [(3, "model = Model(abs); other = [1]")], leaves=["model"], border=True)
    second = steps.run("two", [(4, "print(isinstance(model, Model), other)")], after=["one"], takes={"model": "one"})
    assert second.output == "True [1]\n", second.errors


def test_values_from_another_notebook_replace_those_of_the_state(pipeline):
    steps = pipeline()
    steps.run("one", [(1, "rows = [1]; copy = rows")])
    steps.run("inner", [(1, "rows = [2]; same = rows")], leaves=["rows", "same"], border=True)
    third = steps.run("two", [(2, "rows.append(3); print(rows, same, copy)")], after=["one"],
                      takes={"rows": "inner", "same": "inner"}, outside=["rows", "same"])
    assert third.output == "[2, 3] [2, 3] [1]\n", third.errors


def test_a_definition_that_a_step_does_not_have_passes_through_it(pipeline):
    steps = pipeline(FUNCTIONS)
    steps.run("one", [(3, "model = Model(abs); other = 5")], leaves=["model"])
    steps.shared = [[1, "FACTOR = 10"]]
    second = steps.run("two", [(4, "print(other)")], after=["one"])
    assert second.output == "5\n", second.errors
    steps.shared = [[1, FUNCTIONS]]
    third = steps.run("three", [(5, "print(model.predict(-3), isinstance(model, Model))")], after=["two"], takes={"model": "one"})
    assert third.output == "30 True\n", third.errors


def test_a_step_that_takes_a_value_without_its_definition_says_so(pipeline):
    steps = pipeline(FUNCTIONS)
    steps.run("one", [(3, "model = Model(abs)")], leaves=["model"])
    steps.shared = []
    second = steps.run("two", [(4, "1")], after=["one"], takes={"model": "one"})
    assert second.errors.strip() == ("`model` of step `one` cannot be loaded: UnpicklingError: `Model` is not among what the "
                                     "shared cells of this step define.")


def test_a_name_that_only_a_string_mentions_in_a_step_without_its_definition(pipeline):
    steps = pipeline(FUNCTIONS)
    steps.run("one", [(3, "model = Model(abs)")], leaves=["model"])
    steps.shared = []
    second = steps.run("two", [(4, "eval('model')")], after=["one"])
    assert second.status == 1
    assert second.errors.strip().splitlines()[-1].startswith("Step `two` failed in cell 4, line 1. `model` of step `one` cannot be loaded")
