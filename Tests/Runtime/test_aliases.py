"""What shows or shares the content of another object still does so two steps later."""


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
