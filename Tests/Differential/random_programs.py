"""Random programs, and what they do when CPython runs them, to compare with what kale-lsp says they do for certain."""

import contextlib
import random

NAMES = ("a", "b", "c", "d")
FUNCTIONS = ("f", "g")
STEPS = 2_000


class Failure(Exception):
    """What the programs raise and catch."""


class Stopped(BaseException):
    """The program runs too long."""


class Stub:
    """Stands for any object; notes what is done with it under the name that it was read by."""

    def __init__(self, run, name):
        object.__setattr__(self, "_run", run)
        object.__setattr__(self, "_name", name)

    def __call__(self, *arguments, **keywords):
        self._run.called.add(self._name)
        self._run.changed.add(self._name)
        self._run.count()
        return Stub(self._run, None)

    def __getattr__(self, attribute):
        return Stub(self._run, self._name)

    def __getitem__(self, index):
        return Stub(self._run, self._name)

    def __setattr__(self, attribute, value):
        self._run.changed.add(self._name)

    def __setitem__(self, index, value):
        self._run.changed.add(self._name)

    def __delitem__(self, index):
        self._run.changed.add(self._name)

    def __iadd__(self, other):
        self._run.changed.add(self._name)
        return self

    def __bool__(self):
        self._run.count()
        return self._run.choice.random() < 0.5

    def __iter__(self):
        for _ in range(self._run.choice.choice((0, 0, 1, 2))):
            self._run.count()
            yield Stub(self._run, None)

    def __lt__(self, other):
        return bool(self)

    def __enter__(self):
        return Stub(self._run, None)

    def __exit__(self, *error):
        return None


class Run(dict):
    """The names of a module while it runs: those that it does not bind are stubs."""

    def __init__(self, seed):
        super().__init__(suppress=contextlib.suppress, Failure=Failure, fail=self.fail)
        self.choice = random.Random(seed)
        self.steps = 0
        self.forget()

    def forget(self):
        self.read, self.called, self.changed = set(), set(), set()

    def __getitem__(self, name):
        self.read.add(name)
        if name in self:
            return super().__getitem__(name)
        if name in NAMES or name in FUNCTIONS:
            return Stub(self, name)
        raise KeyError(name)

    def count(self):
        self.steps += 1
        if self.steps > STEPS:
            raise Stopped

    def fail(self):
        self.count()
        if self.choice.random() < 0.3:
            raise Failure

    def execute(self, code):
        """Whether the code runs to its end."""
        self.forget()
        try:
            exec(code, self)
        except (Exception, Stopped):
            return False
        return True

    def call(self, name):
        """Whether calling what a name is bound to comes to an end."""
        self.forget()
        try:
            super().__getitem__(name)()
        except (Exception, Stopped):
            return False
        return True


class Writer:
    """Writes a random program."""

    def __init__(self, seed):
        self.choice = random.Random(seed)
        self.in_function = False
        self.in_loop = False

    def program(self):
        return "\n".join(self.block(0, self.choice.randint(2, 6))) + "\n"

    def name(self):
        return self.choice.choice(NAMES)

    def expression(self, depth=0):
        pick = self.choice.randrange(12 if depth < 2 else 4)
        inner = lambda: self.expression(depth + 1)  # noqa: E731
        match pick:
            case 0 | 1:
                return self.name()
            case 2:
                return f"{self.choice.choice(FUNCTIONS)}()"
            case 3:
                return "1"
            case 4:
                return f"({inner()} and {inner()})"
            case 5:
                return f"({inner()} if {inner()} else {inner()})"
            case 6:
                return f"({self.name()} := {inner()})"
            case 7:
                return f"[{inner()} for i in {self.name()} if {inner()}]"
            case 8:
                return f"{self.name()}.m({inner()})"
            case 9:
                return f"(lambda: {inner()})"
            case 10:
                return f"({inner()} < {self.name()} < {inner()})"
            case _:
                return f"{self.name()}.append({inner()})"

    def block(self, depth, length=None):
        lines = []
        for _ in range(length or self.choice.randint(1, 3)):
            lines += self.statement(depth)
        return ["  " * (depth > 0) + line for line in lines]

    def statement(self, depth):
        pick = self.choice.randrange(24 if depth < 3 else 10)
        match pick:
            case 0 | 1 | 2:
                return [f"{self.name()} = {self.expression()}"]
            case 3:
                return [self.expression()]
            case 4:
                return [f"{self.name()}, {self.name()}[0] = {self.expression()}, {self.expression()}"]
            case 5:
                return [f"{self.name()}.x += {self.expression()}"]
            case 6:
                return ["fail()"]
            case 7:
                return ["raise Failure" if self.choice.random() < 0.4 else "pass"]
            case 8:
                if self.in_loop:
                    return [self.choice.choice(("break", "continue"))]
                return ["return " + self.expression()] if self.in_function else ["pass"]
            case 9:
                return [f"import os as {self.name()}"] if not self.in_function else [f"del {self.name()}[0]"]
            case 10 | 11 | 12:
                return self.branches(depth)
            case 13 | 14:
                return self.loop(depth)
            case 15 | 16 | 17:
                return self.trial(depth)
            case 18:
                head = self.choice.choice((f"with {self.name()} as {self.name()}:", "with suppress(Failure):"))
                return [head, *self.block(depth + 1)]
            case 19:
                return self.match(depth)
            case _:
                return self.definition(depth)

    def branches(self, depth):
        lines = [f"if {self.expression()}:", *self.block(depth + 1)]
        if self.choice.random() < 0.3:
            lines += [f"elif {self.expression()}:", *self.block(depth + 1)]
        if self.choice.random() < 0.6:
            lines += ["else:", *self.block(depth + 1)]
        return lines

    def loop(self, depth):
        outer, self.in_loop = self.in_loop, True
        head = self.choice.choice((f"for {self.name()} in {self.expression()}:", f"while {self.expression()}:"))
        lines = [head, "  fail()", *self.block(depth + 1)]
        self.in_loop = outer
        return lines + (["else:", *self.block(depth + 1)] if self.choice.random() < 0.2 else [])

    def trial(self, depth):
        lines = ["try:", *self.block(depth + 1)]
        has_handler = self.choice.random() < 0.8
        if has_handler:
            lines += ["except Failure:", *self.block(depth + 1)]
            if self.choice.random() < 0.3:
                lines += ["else:", *self.block(depth + 1)]
        # `return`, `break` and `continue` in `finally` swallow errors, and newer Pythons warn of them.
        if not has_handler or self.choice.random() < 0.3:
            lines += ["finally:", f"  {self.name()} = {self.expression()}"]
        return lines

    def match(self, depth):
        lines = [f"match {self.expression()}:", "  case 1:"]
        lines += ["  " + line for line in self.block(depth + 1)]
        last = self.choice.choice(("_", self.name(), f"[{self.name()}]"))
        return [*lines, f"  case {last}:", *("  " + line for line in self.block(depth + 1))]

    def definition(self, depth):
        if self.in_function:
            return ["pass"]
        outer = self.in_loop
        self.in_function, self.in_loop = True, False
        name = self.choice.choice(FUNCTIONS)
        declaration = [f"  global {self.name()}"] if self.choice.random() < 0.3 else []
        body = [*declaration, *self.block(depth + 1)]
        if self.choice.random() < 0.2:
            body = [line.replace("return ", "return None and ") for line in body]
            lines = [f"class {name}:", "  def __init__(self):", *("  " + line for line in body)]
        else:
            lines = [f"def {name}():", *body]
            if self.choice.random() < 0.1:
                lines.append(f"  yield {self.expression()}")
        self.in_function, self.in_loop = False, outer
        return lines
