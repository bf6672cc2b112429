"""What the project is distributed with: workflows, the action and the hooks for other repositories, the files of a release and
the entries for package managers. Their judges are zizmor, the schemas of check-jsonschema, pre-commit and Neovim.
"""

import json
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
import yaml

from conftest import KALE_LSP, REPOSITORY, SAMPLES

PROGRAMS = Path(sys.executable).parent
PACKAGING = REPOSITORY / ".github" / "packaging"
WORKFLOWS = sorted((REPOSITORY / ".github" / "workflows").glob("*.yml"))
ACTION = REPOSITORY / "action.yml"
SHELL_FILES = {
    "share/bash-completion/completions/kale-lsp",
    "share/fish/vendor_completions.d/kale-lsp.fish",
    "share/man/man1/kale-lsp.1",
    "share/zsh/site-functions/_kale-lsp",
}


def run(*command, **options):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)


@pytest.mark.parametrize(
    ("path", "schema"),
    [*((path, "vendor.github-workflows") for path in WORKFLOWS), (ACTION, "vendor.github-actions")],
    ids=lambda value: getattr(value, "name", value),
)
def test_github_accepts_the_file(path, schema):
    judged = run(PROGRAMS / "check-jsonschema", "--builtin-schema", schema, path)
    assert judged.returncode == 0, judged.stdout


def test_zizmor_finds_nothing_in_the_workflows_and_the_action():
    judged = run(PROGRAMS / "zizmor", "--offline", "--no-progress", *WORKFLOWS, ACTION)
    assert judged.returncode == 0, judged.stdout + judged.stderr


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    """The files of a release for this platform."""
    folder = tmp_path_factory.mktemp("release")
    made = run(
        sys.executable,
        PACKAGING / "release_files.py",
        "--binary",
        KALE_LSP,
        "--platform",
        "linux-x64",
        "--output",
        folder,
    )
    assert made.returncode == 0, made.stderr
    return folder


def test_the_archive_of_a_release_holds_a_program_that_starts(release, tmp_path):
    with tarfile.open(release / "kale-lsp-linux-x64.tar.gz") as archive:
        archive.extractall(tmp_path, filter="data")
    files = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert files == {"kale-lsp", "LICENSE", *SHELL_FILES}
    assert run(tmp_path / "kale-lsp", "--version").stdout == run(KALE_LSP, "--version").stdout


def test_the_wheel_brings_completions_to_the_environment(release):
    (wheel,) = release.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = {name.split(".data/data/")[1] for name in archive.namelist() if ".data/data/" in name}
    assert SHELL_FILES <= names


def test_a_release_whose_tag_is_another_version_is_not_made(tmp_path):
    made = run(
        sys.executable,
        PACKAGING / "release_files.py",
        *("--binary", KALE_LSP, "--platform", "linux-x64", "--tag", "v99.0.0", "--output", tmp_path),
    )
    assert made.returncode == 1
    assert "v99.0.0" in made.stderr
    assert not list(tmp_path.iterdir())


@pytest.fixture(scope="module")
def runner(tmp_path_factory):
    """The folder in which the action makes its environment, which is quickly made again where there is one."""
    return tmp_path_factory.mktemp("runner")


def run_action(folder, runner, inputs, wheels):
    """Runs the steps of action.yml as GitHub would, and gives the last one's process."""
    action = yaml.safe_load(ACTION.read_text(encoding="utf-8"))
    values = {name: each["default"] for name, each in action["inputs"].items()} | {"wheels": str(wheels)} | inputs
    for step in action["runs"]["steps"]:
        expressions = {name: text.strip("${} ").removeprefix("inputs.") for name, text in step["env"].items()}
        environment = {name: values[key] for name, key in expressions.items()}
        process = run(
            *("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]),
            cwd=folder,
            env={**os.environ, **environment, "RUNNER_TEMP": str(runner)},
        )
        if process.returncode != 0:
            break
    return process


def test_the_action_shows_what_is_wrong_with_a_notebook(release, runner, tmp_path):
    (tmp_path / "my notebooks").mkdir()
    sample = SAMPLES / "cyclic-tags.ipynb"
    (tmp_path / "my notebooks" / sample.name).write_bytes(sample.read_bytes())
    process = run_action(tmp_path, runner, {"paths": "my notebooks\n", "args": "--select\nKALE1\n"}, release)
    assert process.returncode == 1, process.stderr
    assert process.stdout.startswith("::error ")
    assert "KALE101" in process.stdout


def test_the_action_says_which_version_there_is_not(release, runner, tmp_path):
    process = run_action(tmp_path, runner, {"version": "99.0.0"}, release)
    assert process.returncode != 0
    assert "kale-lsp==99.0.0" in process.stderr


def test_precommit_accepts_the_hooks():
    judged = run(PROGRAMS / "pre-commit", "validate-manifest", REPOSITORY / ".pre-commit-hooks.yaml")
    assert judged.returncode == 0, judged.stdout


def test_precommit_stops_the_commit_of_a_notebook_with_an_error(tmp_path):
    """The hook that uses the installed program; the others differ only in that Swift builds it first."""
    programs, hooks, notebooks = tmp_path / "bin", tmp_path / "hooks", tmp_path / "notebooks"
    for folder in (programs, hooks, notebooks):
        folder.mkdir()
    (programs / "kale-lsp").symlink_to(KALE_LSP)
    manifest = (REPOSITORY / ".pre-commit-hooks.yaml").read_bytes()
    (hooks / ".pre-commit-hooks.yaml").write_bytes(manifest)
    for sample in ("cyclic-tags.ipynb", "ordinary.ipynb"):
        (notebooks / sample).write_bytes((SAMPLES / sample).read_bytes())
    (notebooks / "notes.txt").write_text("no notebook\n")
    environment = {
        **os.environ,
        "PATH": f"{programs}{os.pathsep}{PROGRAMS}{os.pathsep}{os.environ['PATH']}",
        "PRE_COMMIT_HOME": str(tmp_path / "cache"),
        "HOME": str(tmp_path),
    }
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    for folder in (hooks, notebooks):
        for command in (["init", "-q"], ["add", "."], [*identity, "commit", "-q", "-m", "first"]):
            made = run("git", *command, cwd=folder, env=environment)
            assert made.returncode == 0, made.stderr
    hooked = run(
        *("pre-commit", "try-repo", hooks, "kale-lsp-system", "--all-files"), cwd=notebooks, env=environment
    )
    assert hooked.returncode == 1, hooked.stdout + hooked.stderr
    assert "KALE101" in hooked.stdout


@pytest.fixture(scope="module")
def entries(tmp_path_factory):
    folder = tmp_path_factory.mktemp("entries")
    source = folder / "source.tar.gz"
    source.write_bytes(b"the sources")
    filled = run(
        sys.executable,
        PACKAGING / "fill_entries.py",
        *("--tag", "v1.2.3", "--source", source, "--output", folder / "filled"),
    )
    assert filled.returncode == 0, filled.stderr
    return folder / "filled"


def test_the_entries_for_package_managers_name_the_release(entries):
    formula = (entries / "homebrew" / "kale-lsp.rb").read_text(encoding="utf-8")
    assert "/v1.2.3.tar.gz" in formula
    for path in entries.rglob("*"):
        assert path.is_dir() or "@VERSION@" not in path.read_text(encoding="utf-8")
    package = yaml.safe_load((entries / "mason" / "package.yaml").read_text(encoding="utf-8"))
    assert package["source"]["id"] == "pkg:github/kale-lsp/kale-lsp@v1.2.3"
    catalogue = json.loads((entries / "schemastore" / "catalog.json").read_text(encoding="utf-8"))
    assert "kale-lsp.toml" in catalogue["fileMatch"]


def test_the_schema_store_gets_the_schema_that_its_catalogue_names(entries):
    catalogue = json.loads((entries / "schemastore" / "catalog.json").read_text(encoding="utf-8"))
    path = entries / "schemastore" / catalogue["url"].rpartition("/")[2]
    assert json.loads(path.read_text(encoding="utf-8"))["$id"] == catalogue["url"]
    judged = run(PROGRAMS / "check-jsonschema", "--check-metaschema", path)
    assert judged.returncode == 0, judged.stdout


def test_the_archives_that_mason_downloads_are_those_of_the_release_workflow(entries):
    package = yaml.safe_load((entries / "mason" / "package.yaml").read_text(encoding="utf-8"))
    workflow = yaml.safe_load((REPOSITORY / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8"))
    platforms = {row["platform"] for row in workflow["jobs"]["files"]["strategy"]["matrix"]["include"]}
    assert {asset["file"] for asset in package["source"]["asset"]} == {
        f"kale-lsp-{platform}.tar.gz" for platform in platforms
    }


@pytest.mark.parametrize(
    ("name", "text", "starts"),
    [
        ("train.ipynb", "{}", True),
        ("train.py", '# %% tags=["step:load"]\nx = 1\n', True),
        ("plain.py", "x = 1\n", False),
        ("data.json", '{"tags": []}\n', False),
    ],
)
def test_neovims_entry_starts_the_server_for_notebooks_alone(entries, tmp_path, name, text, starts):
    (tmp_path / name).write_text(text)
    (tmp_path / ".git").mkdir()
    script = (
        f"local config = dofile([[{entries / 'nvim-lspconfig' / 'kale_lsp.lua'}]]) "
        "local root = 'none' config.root_dir(0, function(folder) root = folder end) "
        "io.stdout:write(root .. ' ' .. table.concat(config.cmd, ' '))"
    )
    asked = run(PROGRAMS / "nvim", "--clean", "--headless", tmp_path / name, "-c", f"lua {script}", "-c", "qa!")
    assert asked.stdout == f"{tmp_path if starts else 'none'} kale-lsp serve", asked.stderr
