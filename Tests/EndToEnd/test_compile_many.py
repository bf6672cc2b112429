"""`kale-lsp compile` of several notebooks and of folders, and with options in place of the configuration."""

import pytest
import yaml

from small_notebook import write_cells, write_notebook

STEP = [(["step:a"], "x = 1")]


@pytest.fixture
def folder(workspace):
    """Two notebooks, an ordinary one, and one that is part of the second."""
    nb = workspace / "nb"
    (nb / "deep").mkdir(parents=True)
    write_notebook(nb / "one.ipynb")
    write_notebook(nb / "deep" / "two.ipynb")
    write_cells(nb / "ordinary.ipynb", [([], "print(1)")])
    return nb


def test_a_folder_is_compiled(run_kale, folder):
    process = run_kale("compile", "nb")
    assert process.returncode == 0, process.stderr
    paths = process.stdout.splitlines()
    assert [path.rpartition("/")[2] for path in paths] == ["two.yaml", "two.kale.py", "one.yaml", "one.kale.py"]
    assert process.stderr.endswith("Compiled 2 notebooks: wrote 4 files. Skipped 1 ordinary notebook.\n")
    assert (folder / ".kale" / "one.yaml").exists() and (folder / "deep" / ".kale" / "two.yaml").exists()


def test_errors_of_one_do_not_stop_the_others(run_kale, folder):
    write_notebook(folder / "bad.ipynb", second="print(nowhere)")
    process = run_kale("compile", "nb", "nb/one.ipynb")
    assert process.returncode == 1 and len(process.stdout.splitlines()) == 4
    assert "nowhere" in process.stderr and "1 notebook has errors." in process.stderr


def test_check_tells_which_files_are_out_of_date(run_kale, folder):
    run_kale("compile", "nb")
    current = run_kale("compile", "nb", "--check")
    assert current.returncode == 0 and current.stdout.count("is up to date.") == 4
    write_notebook(folder / "one.ipynb", parameters="extra = 2")
    process = run_kale("compile", "nb", "--check")
    assert process.returncode == 1 and process.stdout.count("is out of date.") == 2
    assert process.stdout.endswith("Run `kale-lsp compile nb` to update them.\n")


def test_parts_of_other_notebooks_are_not_compiled(run_kale, folder):
    names = {"pipeline_name": "root", "experiment_name": "root"}
    cells = [(["notebook:inner"], ""), (["step:show", "prev:inner"], "print(1)")]
    path = write_cells(folder / "root.ipynb", cells, **names)
    text = path.read_text(encoding="utf-8").replace('"tags"', '"notebook_path": "one.ipynb", "tags"', 1)
    path.write_text(text, encoding="utf-8")
    process = run_kale("compile", "nb")
    assert "1 notebook that others contain" in process.stderr
    assert not (folder / ".kale" / "one.yaml").exists() and (folder / ".kale" / "root.yaml").exists()


def test_two_notebooks_cannot_compile_to_one_file(run_kale, folder):
    names = {"pipeline_name": "one", "experiment_name": "one"}
    write_cells(folder / "other.ipynb", STEP, **names)
    process = run_kale("compile", "nb")
    assert process.returncode == 2 and "compile to" in process.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["nb/ordinary.ipynb", "nb/one.ipynb"], 2, "is not a Kale notebook"),
        (["missing.ipynb", "nb/one.ipynb"], 2, "missing.ipynb cannot be read"),
        (["empty"], 0, "No notebooks found."),
        (["nb", "--stdout"], 2, "--stdout takes one notebook"),
        (["nb/one.ipynb", "nb", "--pipeline-name", "x"], 2, "--pipeline-name takes one notebook"),
        (["nb/one.ipynb", "--pipeline-name", "Not Valid"], 2, "pipeline_name"),
        (["--nb", "nb/one.ipynb", "--run_pipeline"], 2, "kale-lsp run --submit"),
        ([], 2, "Missing expected argument"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_not_compiled_is_named(run_kale, folder, workspace, arguments, status, message):
    (workspace / "empty").mkdir()
    process = run_kale("compile", *arguments)
    assert process.returncode == status and message in process.stderr


def spec(run_kale, *arguments):
    process = run_kale("compile", *arguments, "--stdout", "--output-format", "yaml")
    assert process.returncode == 0, process.stderr
    return next(yaml.safe_load_all(process.stdout))


@pytest.mark.parametrize(
    "arguments",
    [
        ["nb/one.ipynb", "--pipeline-name", "nightly", "--pipeline-description", "At night", "--base-image", "a:1"],
        ["--nb", "nb/one.ipynb", "--pipeline_name", "nightly", "--pipeline_description=At night"]
        + ["--docker_image", "a:1", "--experiment_name", "e", "--kfp_host", "h:80"],
    ],
    ids=["kale-lsp", "kale"],
)
def test_options_take_precedence(run_kale, folder, arguments):
    found = spec(run_kale, *arguments)
    assert found["pipelineInfo"] == {"name": "nightly", "description": "At night"}
    executors = found["deploymentSpec"]["executors"].values()
    assert {executor["container"]["image"] for executor in executors} == {"a:1"}


def test_package_indexes_can_be_named(run_kale, folder):
    text = run_kale(
        "compile", "nb/one.ipynb", "--stdout", "--pip-index-urls", "https://a/simple,https://b/simple"
    ).stdout
    assert "https://a/simple" in text and "https://b/simple" in text
    assert "127.0.0.1:3141" in run_kale("compile", "--nb", "nb/one.ipynb", "--stdout", "--dev").stdout


def test_kales_output_path_counts_from_the_notebook(run_kale, folder):
    assert run_kale("compile", "--nb", "nb/one.ipynb", "--output_path", "out").returncode == 0
    assert (folder / "out" / "one.yaml").exists()
    assert run_kale("compile", "--nb", "nb/one.ipynb", "--output_path", "../out").returncode == 2


def pair(folder, name):
    """A script that jupytext pairs with a notebook."""
    header = "# ---\n# jupyter:\n#   jupytext:\n#     formats: ipynb,py:percent\n# ---\n\n"
    (folder / f"{name}.py").write_text(header + '# %% tags=["step:first"]\nvalue = 20\n')


@pytest.mark.parametrize("arguments", [["nb"], ["nb/one.ipynb", "nb/one.py"]], ids=" ".join)
def test_a_pair_is_compiled_once(run_kale, folder, arguments):
    pair(folder, "one")
    process = run_kale("compile", *arguments)
    assert process.returncode == 0, process.stderr
    assert process.stdout.count("one.yaml") == 1


def test_a_check_passes_over_what_is_no_kale_notebook(run_kale, folder):
    (folder / "script.py").write_text("print(1)\n")
    run_kale("compile", "nb")
    for names in [["one", "ordinary"], ["ordinary"], ["deep/two", "one", "ordinary"]]:
        process = run_kale("compile", "--check", "--force-exclude", *[f"nb/{name}.ipynb" for name in names])
        assert process.returncode == 0, process.stderr
        assert "Skipped 1 ordinary notebook." in process.stderr
    assert run_kale("compile", "--check", "nb/ordinary.ipynb").returncode == 0
    for arguments in [["nb/script.py"], ["nb/script.py", "nb/one.ipynb"]]:
        process = run_kale("compile", "--check", *arguments)
        assert process.returncode == 0 and "skipped nb/script.py: it is not a notebook." in process.stderr


def test_a_check_leaves_out_what_is_excluded(run_kale, folder):
    arguments = ["compile", "--check", "nb/one.ipynb", "--exclude", "one.*"]
    assert run_kale(*arguments).returncode == 1
    assert run_kale(*arguments, "--force-exclude").returncode == 0


@pytest.mark.parametrize(
    "arguments", [["nb"], ["nb/one.ipynb", "nb/other.ipynb"], ["nb", "-o", "out"]], ids=" ".join
)
def test_nothing_is_written_where_two_would_be_one_file(run_kale, folder, workspace, arguments):
    write_cells(folder / "other.ipynb", STEP, pipeline_name="one", experiment_name="one")
    process = run_kale("compile", *arguments)
    assert process.returncode == 2 and process.stdout == ""
    assert "Give their pipelines different names. Nothing was written." in process.stderr
    assert not list(workspace.rglob(".kale")) and not (workspace / "out").exists()


def test_one_folder_can_be_the_target_of_two_notebooks_of_one_name(run_kale, folder, workspace):
    write_notebook(folder / "deep" / "one.ipynb")
    assert run_kale("compile", "nb").returncode == 0
    process = run_kale("compile", "nb", "-o", "out")
    assert process.returncode == 2 and "one.ipynb and " in process.stderr and not (workspace / "out").exists()


def test_one_name_is_for_one_notebook(run_kale, folder, workspace):
    process = run_kale("compile", "nb", "--pipeline-name", "nightly")
    assert process.returncode == 2 and "--pipeline-name takes one notebook, got 2." in process.stderr
    assert not list(workspace.rglob(".kale"))
    assert run_kale("compile", "nb/deep", "--pipeline-name", "nightly").returncode == 0


@pytest.mark.parametrize("option", ["--base-image", "--pipeline-name", "--docker_image", "--pip-index-urls"])
def test_an_empty_value_is_an_error(run_kale, folder, option):
    process = run_kale("compile", "nb/one.ipynb", option, "")
    assert process.returncode == 2 and f"{option} is empty." in process.stderr
