"""The packages that steps would install: on this machine the person does."""

import importlib.util
import re
import shlex
import sys
from importlib import metadata

from .events import Impossible


def check(found):
    """Raises Impossible if this Python lacks packages that tasks require."""
    wanted = dict.fromkeys(
        requirement for task in found.values() for requirement in requirements(task.container["command"])
    )
    missing = [requirement for requirement in wanted if not is_satisfied(requirement)]
    if missing:
        names = ", ".join(f"`{requirement}`" for requirement in missing)
        raise Impossible(
            f"{sys.executable} lacks {names}, which the steps need. Install with `{pip_install(missing)}`, or set "
            "`--python` or KALE_LSP_PYTHON to a Python that has them."
        )


def pip_install(requirements):
    return " ".join(shlex.quote(word) for word in (sys.executable, "-m", "pip", "install", *requirements))


def requirements(command):
    """What a component installs for itself. KFP's executor, which it installs as well, is not needed here."""
    for word in command:
        for arguments in re.findall(r"\bpip install (.*?)\s*(?:&&|$)", word, re.MULTILINE):
            if "--no-deps" not in arguments:
                yield from install_arguments(arguments)


def install_arguments(text):
    """The requirements among the arguments of `pip install`."""
    try:
        words = iter(shlex.split(text))
    except ValueError:
        return
    for word in words:
        if word in ("--index-url", "--extra-index-url", "--trusted-host", "--find-links"):
            next(words, None)
        elif not word.startswith("-"):
            yield word


def is_satisfied(requirement):
    """Whether this Python has what is required; true also where that cannot be told."""
    plain = re.fullmatch(r"([A-Za-z0-9._-]+)\s*(\[[^\]]*\])?\s*([<>=!~][^;@]*)?", requirement)
    try:
        if plain:
            metadata.version(plain.group(1))  # A package that is missing needs no reader of versions.
        if plain and not plain.group(2) and not plain.group(3):
            return True
        try:
            from packaging.requirements import Requirement
        except ImportError:
            from pip._vendor.packaging.requirements import Requirement
        parsed = Requirement(requirement)
        if parsed.marker is not None and not parsed.marker.evaluate():
            return True
        return parsed.specifier.contains(metadata.version(parsed.name), prereleases=True)
    except metadata.PackageNotFoundError:
        # A module that no package brought, for example on PYTHONPATH. What a package index has by its name is another.
        return plain is not None and importlib.util.find_spec(re.sub("[-.]", "_", plain.group(1))) is not None
    except Exception:
        return True
