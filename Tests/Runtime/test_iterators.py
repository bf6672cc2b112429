"""Iterators go on in the next step where they were, however much of them was used."""

import ast
import random
import sys

import pytest

SHARED = "import itertools as i\nclass Letters:\n    def __getitem__(self, index): return 'abcdef'[index]"
ITERATORS = [
    "iter([1, 2, 3, 4])", "iter((1, 2, 3))", "iter('abcd')", "iter(b'abc')", "iter(range(5))", "iter({1: 2, 3: 4, 5: 6})",
    "iter({1: 2, 3: 4}.items())", "iter({1, 2, 3})", "iter(Letters())", "iter([3, 2, 1, 0].pop, 1)", "reversed([1, 2, 3])",
    "map(str, [1, 2, 3])", "filter(None, [0, 1, 2, 0, 3])", "zip([1, 2, 3], 'abc')", "enumerate('abcd', 5)",
    "i.chain('ab', 'cd')", "i.chain.from_iterable(['ab', 'cd'])", "i.islice('abcdef', 1, None, 2)", "i.repeat(7, 4)",
    "i.accumulate([1, 2, 3, 4])", "i.compress('abcdef', [1, 0, 1, 1, 0, 1])", "i.dropwhile(bool, [1, 0, 3, 1, 5])",
    "i.takewhile(bool, [1, 2, 3, 0, 5])", "i.filterfalse(None, [0, 1, '', None, ()])", "i.starmap(pow, [(2, 1), (2, 2), (3, 2)])",
    "i.zip_longest('abc', 'x', fillvalue='-')", "i.product('ab', [1, 2])", "i.permutations('abc', 2)",
    "i.combinations('abcd', 2)", "i.combinations_with_replacement('abc', 2)", "i.tee([1, 2, 3, 4])[1]",
    "i.islice(i.count(3, 2), 6)", "i.islice(i.cycle('abc'), 7)", "zip(*[iter([1, 2, 3, 4, 5, 6])] * 2)",
]
NEW = {"zip([1, 2, 3], 'abc', strict=True)": (3, 10), "i.batched('abcdef', 2)": (3, 12)}


@pytest.mark.parametrize("seed", range(3))
def test_iterators_keep_their_place(chain, seed):
    draw = random.Random(seed)
    texts = ITERATORS + [text for text, version in NEW.items() if sys.version_info >= version]
    counts = [[draw.randrange(3) for _ in texts] for _ in range(2)]
    sources = [f"its = [{', '.join(texts)}]", *(
        f"print([[repr(x) for x in i.islice(it, n)] for it, n in zip(its, {count})])" for count in counts),
        "print([[repr(x) for x in it] for it in its])"]
    outputs = [ast.literal_eval(output) for output in chain(*sources, shared=[SHARED])[1:]]
    namespace = {}
    exec(f"{SHARED}\n{sources[0]}", namespace)
    for output, count in zip(outputs, [*counts, [100] * len(texts)]):
        expected = [[repr(value) for value in namespace["i"].islice(it, n)] for it, n in zip(namespace["its"], count)]
        assert dict(zip(texts, output)) == dict(zip(texts, expected))


def test_an_iterator_shares_what_it_goes_through(chain):
    outputs = chain("rows = [1, 2]; it = iter(rows); next(it); both = zip(it, it)", "rows.extend([3, 4]); print(next(both))",
                    "rows.append(5); print(list(it), rows)")
    assert outputs[1:] == ["(2, 3)\n", "[4, 5] [1, 2, 3, 4, 5]\n"]
