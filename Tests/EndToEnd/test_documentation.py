"""Every command and every example of the documentation, run as `documentation.py` describes.

KALE_RENEW=1 writes what the commands print now into the pages; read the difference before you commit it. The pages of the
rules are not among these: `kale-lsp rules` writes them, and RuleExampleTests runs their examples.
"""

import json
import os
import re
import subprocess
import sys
import urllib.parse
from pathlib import Path

import pytest

from conftest import HERE, KALE_LSP, REPOSITORY, SAMPLES
from documentation import Block, Page, blocks, matches, prepare_folder, with_header, write_notebook

PAGES = sorted(
    [REPOSITORY / name for name in ("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "CHANGELOG.md")]
    + [page for page in REPOSITORY.glob("docs/**/*.md") if page.parent.name != "rules"]
    + list(REPOSITORY.glob("EditorClients/*/README.md"))
)
NAMES = [str(page.relative_to(REPOSITORY)) for page in PAGES]
NEOVIM = Path(sys.executable).parent / "nvim"
LINK = re.compile(r"\]\(([^)\s]+)\)")


@pytest.mark.parametrize("path", PAGES, ids=NAMES)
def test_page(path, tmp_path, capsys):
    prepare_folder(tmp_path, SAMPLES)
    page = Page(path, tmp_path, KALE_LSP, NEOVIM)
    page.run()
    if os.environ.get("KALE_RENEW") and page.replacements:
        path.write_text(page.renewed(), encoding="utf-8")
    with capsys.disabled():
        print(f"\n{path.relative_to(REPOSITORY)}: {page.ran} blocks run, {page.not_run} cannot run here", end="")
    assert not page.faults, "\n".join(page.faults)


def test_the_real_kale_accepts_and_rejects_the_examples_of_tags_as_the_page_says(warm_python, tmp_path):
    paths = []
    for block in blocks((REPOSITORY / "docs" / "tags.md").read_text(encoding="utf-8")):
        if block.directive == "file":
            write_notebook(tmp_path / block.argument, block.text)
        if block.directive == "notebook":
            paths.append(tmp_path / f"{block.first}.ipynb")
            write_notebook(paths[-1], with_header(block.text))
    kale = subprocess.run(
        [warm_python, HERE / "kale_verdict.py", *paths], capture_output=True, text=True, cwd=tmp_path
    )
    assert kale.returncode == 0, kale.stderr
    accepted = [json.loads(line)["accepted"] for line in kale.stdout.splitlines()]
    ours = subprocess.run(
        [KALE_LSP, "check", *paths, "--output-format", "json"], capture_output=True, text=True, cwd=tmp_path
    )
    refused = {finding["path"] for finding in json.loads(ours.stdout) if finding["kale"] == "refused"}
    assert dict(zip(paths, accepted, strict=True)) == {path: str(path) not in refused for path in paths}


@pytest.mark.parametrize("path", PAGES, ids=NAMES)
def test_links_lead_somewhere(path):
    missing = [link for link in links(path) if not leads_somewhere(path, link)]
    assert not missing


def links(path):
    """The links of a page into the repository, those in code left out."""
    text, prose = path.read_text(encoding="utf-8").split("\n"), []
    inside = {line for block in blocks("\n".join(text)) for line in range(block.first, block.last)}
    prose = [re.sub(r"`[^`]*`", "`code`", line) for number, line in enumerate(text) if number not in inside]
    return [link for link in LINK.findall("\n".join(prose)) if not re.match(r"[a-z]+:", link)]


def leads_somewhere(path, link):
    name, _, anchor = urllib.parse.unquote(link).partition("#")
    target = path.parent / name if name else path
    return target.exists() and (not anchor or anchor in anchors(target))


def anchors(path):
    """The anchors that GitHub makes of a page's headings."""
    headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize(
    ("expected", "printed", "agree"),
    [
        (["a", "b"], ["a", "b", ""], True),
        (["a"], ["a", "b"], False),
        (["a", "…"], ["a", "b", "c"], True),
        (["…", "c"], ["a", "b", "c"], True),
        (["a", "…", "c"], ["a", "c"], True),
        (["a", "…", "b", "…"], ["a", "x", "b"], True),
        (["a", "…", "b", "…", "c"], ["a", "x", "c"], False),
        (["a", "…", "a"], ["a"], False),
    ],
)
def test_elisions(expected, printed, agree):
    assert matches(expected, printed) == agree


PAGE = """\
<!-- notebook: check -->
```python
# %% tags=["step:load", "prev:laod"]
houses = 1
```

```text
something else
```

```haskell
main = pure ()
```

<!-- not run: it is Haskell -->
```haskell
main = pure ()
```
"""


def test_what_a_page_says_wrongly_is_found_and_renewed(tmp_path):
    path = tmp_path / "page.md"
    path.write_text(PAGE, encoding="utf-8")
    folder = tmp_path / "folder"
    prepare_folder(folder, SAMPLES)
    page = Page(path, folder, KALE_LSP, NEOVIM)
    page.run()
    assert page.not_run == 1
    assert [fault.partition(": ")[0] for fault in page.faults] == ["page.md:7", "page.md:11"]
    path.write_text(page.renewed(), encoding="utf-8")
    again = Page(path, folder, KALE_LSP, NEOVIM)
    again.run()
    assert [fault.partition(": ")[2] for fault in again.faults] == [
        "nothing runs a block of haskell, and no mark says why"
    ]


def test_blocks_know_their_directive_and_their_place():
    indented = "- item\n\n  <!-- not run: no need -->\n  ```sh\n  ls\n  ```\n"
    assert blocks(indented) == [Block("sh", "not run", "no need", ["ls"], 4, 5, "  ")]
