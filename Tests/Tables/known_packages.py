#!/usr/bin/env python3
"""Write `KnownPackageTable`: the names of packages that many people install.

Each line of the input is `name<TAB>…<TAB>rank`, the columns of which `--columns` says, counted from 1. A package that is
imported under its own name needs no row in `PackageTable`; this is how kale-lsp knows that the package exists.

    known_packages.py packages.tsv --columns 1 4 --most 6000 --also names.txt
"""

import argparse
import re
from pathlib import Path

TABLE = Path(__file__).parents[2] / "Sources/KaleAnalysis/Tables/KnownPackageTable.swift"
WIDTH = 100

# Families that no notebook imports under the name of the package: stubs, plugins, parts of clouds.
FAMILIES = re.compile(
    r"^(types|django|pytest|pyobjc|odoo\d*|sphinx|sphinxcontrib|flake8|mkdocs|tree-sitter|mypy|nvidia|azure|aws"
    r"|aws-cdk|google|google-cloud|opentelemetry|apache-airflow|airflow|llama-index|langchain|jupyterlab|trytond"
    r"|alibabacloud|tencentcloud|backports|zope|collective|plone|pylint|cdk|dbt|msgraph|snowflake|databricks"
    r"|ansible|poetry|hatch|setuptools|uv|pip|pulumi|homeassistant|oslo|py-|lib)-"
)

HEADER = '''\
/// Packages that many people install, and that are imported under their own names or that `PackageTable` names.
///
/// `Tests/Tables/known_packages.py` writes it, from a list of the most downloaded packages.
enum KnownPackageTable {
  /// The names, in lower case and with dashes, as many in a row as fit.
  static let rows: [String] = [
'''


def normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name.lower())


def ranked(path: Path, name: int, rank: int, most: int):
    """The names whose rank is at most `most`."""
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) > max(name, rank) and cells[rank].isdigit() and 0 < int(cells[rank]) <= most:
            yield normalized(cells[name])


def is_imported_by_its_name(name: str) -> bool:
    return name.count("-") < 2 and not FAMILIES.match(name) and name[0].isalpha()


def lines(names: list[str]):
    """The names, as many on a line as fit."""
    line = ""
    for name in names:
        if line and len(line) + 1 + len(name) > WIDTH:
            yield line
            line = ""
        line += (" " if line else "") + name
    yield line


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("list", type=Path)
    parser.add_argument("--columns", nargs=2, type=int, default=(1, 2), metavar=("NAME", "RANK"))
    parser.add_argument("--most", type=int, default=5000)
    parser.add_argument("--also", type=Path, help="names to add, one a line")
    options = parser.parse_args()
    name, rank = (column - 1 for column in options.columns)
    names = {each for each in ranked(options.list, name, rank, options.most) if is_imported_by_its_name(each)}
    if options.also:
        names |= {normalized(each) for each in options.also.read_text(encoding="utf-8").split()}
    text = HEADER
    text += "".join(f'    "{line}",\n' for line in lines(sorted(names)))
    TABLE.write_text(text + "  ]\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
