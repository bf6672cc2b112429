"""The wheel of kale-lsp, installed as a person would, and the extension's logic, tested by Node."""

import shutil
import subprocess
import sys
import zipfile

from conftest import KALE_LSP, REPOSITORY
from jupyter_lab import CLIENT


def test_the_wheel_installs_offline_into_an_empty_environment(jupyter_wheel, tmp_path):
    # A pip of its own would take longer to install than all else.
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "environment"], check=True)
    programs = tmp_path / "environment" / "bin"
    pip = [sys.executable, "-m", "pip", "--python", programs / "python"]
    subprocess.run(
        [*pip, "install", "--quiet", "--no-index", "--find-links", jupyter_wheel.parent, "kale-lsp"], check=True
    )
    version = subprocess.run([programs / "kale-lsp", "--version"], capture_output=True, text=True, check=True)
    assert version.stdout.split()[1] == jupyter_wheel.name.split("-")[1]
    finder = "from kale_lsp import jupyter; print(jupyter.language_server_specs(None)['kale-lsp']['argv'][0])"
    # Jupyter may run without the environment's programs on PATH.
    found = subprocess.run(
        [programs / "python", "-c", finder],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": "/usr/bin"},
    )
    assert found.stdout.strip() == str((programs / "kale-lsp").resolve())


def test_pip_builds_the_wheel_of_a_checkout(jupyter_wheel, tmp_path):
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--no-index",
            "--no-deps",
            "--wheel-dir",
            tmp_path,
            CLIENT,
        ],
        check=True,
        env={"PATH": "/usr/bin:/bin", "KALE_LSP_BINARY": str(KALE_LSP), "HOME": str(tmp_path)},
    )
    (built,) = tmp_path.glob("*.whl")
    assert built.read_bytes() == jupyter_wheel.read_bytes()


def test_the_wheel_is_small_and_whole(jupyter_wheel):
    assert jupyter_wheel.stat().st_size < 20_000_000
    modules = {
        path.relative_to(CLIENT / "labextension" / "static").as_posix()
        for path in CLIENT.glob("labextension/static/**/*.*")
    }
    with zipfile.ZipFile(jupyter_wheel) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
    assert {name.split("/static/", 1)[1].split("/", 1)[1] for name in names if "/static/" in name} == modules


def test_the_extensions_logic():
    node = shutil.which("node")
    assert node, "Node is not installed (on Debian: apt-get install nodejs)"
    tests = sorted(str(path) for path in (CLIENT / "tests").glob("*.test.js"))
    process = subprocess.run([node, "--test", *tests], cwd=REPOSITORY, capture_output=True, text=True)
    assert process.returncode == 0, process.stdout
