"""Configuration files as the command line reads them, and their schema."""

import json
import os
import subprocess
import tomllib

import jsonschema
import pytest

from conftest import KALE_LSP, REPOSITORY

SCHEMA = json.loads((REPOSITORY / "docs" / "rules" / "kale-lsp.schema.json").read_text(encoding="utf-8"))
EVERYTHING = """\
strict = true
runtime = "kale"
select = ["KALE2", "foreign-tag"]
ignore = ["missing-name"]
rules = { KALE4 = "off", foreign-tag = "hint" }
per-file-ignores = { "exploration/**" = ["KALE2"] }
exclude = ["archive/**"]
extend-exclude = ["drafts"]
respect-gitignore = false
package-names = { cv2 = "opencv-python-headless", helpers = false }
base-image = "python:3.12"
index-urls = ["https://example.com/simple"]
trusted-hosts = ["example.com"]
kfp-host = "http://localhost:8080"
"""


@pytest.fixture
def run_in(tmp_path):
    """Runs kale-lsp in an empty folder, with some files."""

    def run(*arguments, environment=None, **files):
        for name, text in files.items():
            (tmp_path / name.replace("__", ".")).write_text(text, encoding="utf-8")
        variables = {key: value for key, value in os.environ.items() if not key.startswith(("KALE_", "PIP_"))}
        return subprocess.run(
            [KALE_LSP, *arguments],
            cwd=tmp_path,
            env=variables | (environment or {}),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
        )

    return run


def settings(process):
    assert process.returncode == 0, process.stderr
    return {setting["name"]: setting for setting in json.loads(process.stdout)["settings"]}


def test_settings_are_listed_though_one_is_unknown(run_in):
    process = run_in("config", **{"kale-lsp__toml": "packages = {}\nstrict = true\n"})
    assert process.returncode == 2 and "Unknown setting `packages`" in process.stderr
    assert "strict = true" in process.stdout


def test_the_schema_knows_every_setting():
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    validator = jsonschema.Draft7Validator(SCHEMA)
    everything = tomllib.loads(EVERYTHING)
    assert everything.keys() == SCHEMA["properties"].keys()
    assert list(validator.iter_errors(everything)) == []


@pytest.mark.parametrize(
    "text",
    ["strcit = true", "strict = 1", 'runtime = "docker"', 'select = ["mising-name"]', 'rules = { KALE4 = "of" }'],
)
def test_the_schema_and_the_program_reject_the_same(run_in, text):
    assert list(jsonschema.Draft7Validator(SCHEMA).iter_errors(tomllib.loads(text))) != []
    process = run_in("config", kale_lsp__toml="")
    assert process.returncode == 0
    process = run_in("config", "--config-file", "c.toml", c__toml=text)
    assert process.returncode == 2
    assert process.stderr.startswith("kale-lsp: c.toml:1:")


def test_the_output_of_config_is_a_configuration_file(run_in):
    process = run_in("config", "--config-file", "c.toml", c__toml=EVERYTHING)
    assert process.returncode == 0, process.stderr
    assert tomllib.loads(process.stdout) == tomllib.loads(EVERYTHING)
    again = run_in("config", "--config-file", "d.toml", d__toml=process.stdout)
    assert tomllib.loads(again.stdout) == tomllib.loads(EVERYTHING)


def test_every_value_says_where_it_comes_from(run_in, tmp_path):
    notebook = json.dumps(
        {
            "cells": [],
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {"kubeflow_notebook": {"base_image": "me:1"}, "kale_lsp": {"runtime": "exact"}},
        }
    )
    found = settings(
        run_in(
            "config",
            "n.ipynb",
            "--ignore",
            "KALE4",
            "--output-format",
            "json",
            environment={"PIP_TRUSTED_HOST": "example.org"},
            n__ipynb=notebook,
            pyproject__toml="[tool.kale-lsp]\n" + EVERYTHING,
        )
    )
    project = str(tmp_path / "pyproject.toml")
    assert found["ignore"]["value"] == ["missing-name", "KALE4"]
    assert found["ignore"]["sources"] == [
        {"kind": "file", "path": project, "line": 5, "column": 1},
        {"kind": "option", "name": "--ignore"},
    ]
    assert found["runtime"]["value"] == "exact"
    assert found["runtime"]["sources"] == [{"kind": "notebook", "key": "kale_lsp.runtime"}]
    assert found["base-image"]["sources"] == [{"kind": "notebook", "key": "kubeflow_notebook.base_image"}]
    assert found["trusted-hosts"]["sources"] == [{"kind": "environment", "variable": "PIP_TRUSTED_HOST"}]
    assert found["strict"]["sources"] == [{"kind": "file", "path": project, "line": 2, "column": 1}]


def test_nothing_counts_without_a_file(run_in):
    found = settings(run_in("config", "--no-config", "--output-format", "json", kale_lsp__toml="strict = true"))
    assert found["strict"] == {"name": "strict", "value": False, "sources": []}


def test_a_broken_file_stops_every_command(run_in, tmp_path):
    (tmp_path / "kale-lsp.toml").write_text("strict = tru", encoding="utf-8")
    notebook = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
    for command in (
        ["check", "."],
        ["check", "n.ipynb"],
        ["graph", "n.ipynb"],
        ["compile", "n.ipynb"],
        ["fix", "n.ipynb"],
    ):
        process = run_in(*command, n__ipynb=notebook)
        assert process.returncode == 2, command
        assert "kale-lsp: kale-lsp.toml:1:10: Invalid TOML: expected a value.\n" in process.stderr
        assert run_in(*command, "--no-config", n__ipynb=notebook).stderr.count("TOML") == 0
