#!/usr/bin/env python3
"""Loads a pipeline spec with the KFP SDK and runs it here, each step a process of this Python.

usage: run_pipeline.py PIPELINE.yaml

Prints {"inputs": {name: type}, "succeeded": bool, "reason"} on the last line of standard output.
"""

import json
import os
import pathlib
import sys
import tempfile

# Where Kale's steps leave their data unless the notebook says otherwise.
MARSHAL_FOLDER = "/tmp/marshal"


def run(path, folder):
    from kfp import components, local

    # steps start `python3` and `pip` by name: they are to find those of this environment
    os.environ["PATH"] = os.pathsep.join([os.path.dirname(sys.executable), os.environ.get("PATH", "")])
    private = folder / "pipeline.yaml"
    text = pathlib.Path(path).read_text(encoding="utf-8")
    private.write_text(text.replace(MARSHAL_FOLDER, str(folder / "marshal")), encoding="utf-8")
    pipeline = components.load_component_from_file(str(private))
    inputs = {name: spec.type for name, spec in (pipeline.component_spec.inputs or {}).items()}
    local.init(runner=local.SubprocessRunner(use_venv=False), pipeline_root=str(folder / "artifacts"))
    try:
        pipeline()
    except Exception as failure:  # the runner raises whatever the step raised
        return {"inputs": inputs, "succeeded": False, "reason": str(failure)}
    return {"inputs": inputs, "succeeded": True, "reason": None}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        answer = run(sys.argv[1], pathlib.Path(scratch))
    print(json.dumps(answer))
