"""The packages that steps would install: on this machine the person does.

The driver that has the KFP SDK run pipelines loads this file, too, so that it imports nothing of the package.
"""

import importlib.util
import re
import shlex
import sys
from importlib import metadata

# What the runtime needs, and no step can do without.
RUNTIME = re.compile(r"(dill|ipython)\b", re.IGNORECASE)


def problem(commands, optional=()):
    """A sentence about packages that components with these commands require and this Python lacks; None if it has all.

    What is optional is left to the code, which imports it in a `try`, for example.
    """
    wanted = dict.fromkeys(
        requirement for command in commands for requirement in requirements(command, skips_plain=True)
    )
    missing = [
        requirement
        for requirement in wanted
        if requirement not in optional and not is_satisfied(requirement) and not is_module(requirement)
    ]
    if not missing:
        return None
    names = ", ".join(f"`{requirement}`" for requirement in missing)
    them = "it" if len(missing) == 1 else "them"
    sentence = (
        f"{sys.executable} lacks {names}, which the steps need. Install {them} with `{pip_install(*missing)}`, or set "
        f"`--python`, KALE_LSP_PYTHON or, in VS Code, `kale.python` to a Python that has {them}."
    )
    if all(re.match(RUNTIME, requirement) for requirement in missing):
        return sentence
    return (
        f"{sentence} If a step can do without the package of a module, set the module to null in `package_names` of the "
        "notebook's metadata `kale_lsp`."
    )


def pip_install(*requirements):
    return " ".join(shlex.quote(word) for word in (sys.executable, "-m", "pip", "install", *requirements))


def requirements(command, skips_plain=False):
    """What a component installs for itself; without what KFP adds (`--no-deps`) if that is to be skipped."""
    for word in command:
        for arguments in re.findall(r"\bpip install (.*?)\s*(?:&&|$)", word, re.MULTILINE):
            if not skips_plain or "--no-deps" not in arguments:
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
    """Whether a package that is required is installed; true also where that cannot be told."""
    plain = plain_requirement(requirement)
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
        return False
    except Exception:
        return True


def is_module(requirement):
    """Whether there is a module by the name of a package, for example on PYTHONPATH. What an index has is another one."""
    plain = plain_requirement(requirement)
    return plain is not None and importlib.util.find_spec(re.sub("[-.]", "_", plain.group(1))) is not None


def plain_requirement(requirement):
    """A name, extras and versions without a marker or an address."""
    return re.fullmatch(r"([A-Za-z0-9._-]+)\s*(\[[^\]]*\])?\s*([<>=!~][^;@]*)?", requirement)
