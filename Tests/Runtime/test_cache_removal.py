"""Results that are removed from the cache: also where the runner is killed meanwhile, no entry is left in part."""

import os

import local_runs
import pytest


class Killed(BaseException):
    """Stands for the end of the process."""


@pytest.fixture
def results(tmp_path):
    return local_runs.package(tmp_path).results


@pytest.fixture
def open_cache(results, tmp_path):
    """Opens a cache with an entry of two outputs, as a run does. Gives both."""

    def open_(limit=1 << 40):
        cache = results.Results(str(tmp_path / "cache"), str(tmp_path / "data" / "key"), limit)
        folder = os.path.join(cache.staging, "1")
        outputs = {}
        for name in ("first", "second"):
            path = os.path.join(folder, "outputs", name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w") as file:
                file.write(name)
            outputs[name] = {"files": results.contents(path)}
        return cache, cache.add("key", folder, {"outputs": outputs})

    return open_


@pytest.mark.parametrize("way", ["removed", "too old"])
def test_a_removal_that_is_killed_leaves_no_entry_in_part(results, open_cache, monkeypatch, tmp_path, way):
    cache, entry = open_cache(limit=0)
    cache._used.clear()

    def remove_some(folder, **_):
        os.unlink(os.path.join(folder, "outputs", "first"))
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(results.shutil, "rmtree", remove_some)
        cache.remove(entry) if way == "removed" else cache._shrink()
    assert list((tmp_path / "cache" / "entries").glob("*/*")) == []
    # The locks end with the process.
    cache.close_in_child()
    cache, entry = open_cache()
    assert [path.name for path in (tmp_path / "cache" / "staging").iterdir() if path.is_dir()] == [
        os.path.basename(cache.staging)]
    assert all(entry.is_whole(name) for name in entry.manifest["outputs"])
    cache.close()


def test_an_entry_that_another_run_has_removed(open_cache, tmp_path):
    cache, entry = open_cache()
    cache.remove(entry)
    cache.remove(entry)
    cache.close()
    assert list((tmp_path / "cache" / "staging").iterdir()) == []
