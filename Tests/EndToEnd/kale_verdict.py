#!/usr/bin/env python3
"""What the Kale that is installed makes of notebooks: a JSON object for each argument, one a line.

{"accepted": true, "parameters": {name: [type, default]}, "steps": {name: {"previous", "inputs", "outputs",
"parameters"}}} or {"accepted": false, "reason"}. Every list is sorted.
"""

import contextlib
import json
import logging
import sys


def verdict(path):
    from kale.processors import NotebookProcessor

    try:
        pipeline = NotebookProcessor(path).run()
    except Exception as refusal:  # Kale says no in many types
        return {"accepted": False, "reason": f"{type(refusal).__name__}: {refusal}"}
    return {
        "accepted": True,
        "parameters": {
            name: [parameter.param_type, parameter.param_value]
            for name, parameter in pipeline.pipeline_parameters.items()
        },
        "steps": {
            step.name: {
                "previous": sorted(pipeline.predecessors(step.name)),
                "inputs": sorted(step.ins),
                "outputs": sorted(step.outs),
                "parameters": sorted(step.parameters or {}),
            }
            for step in pipeline.steps
        },
    }


def main():
    logging.disable(logging.CRITICAL)
    for path in sys.argv[1:]:
        # Kale prints as it works: keep standard output for the answers
        with contextlib.redirect_stdout(sys.stderr):
            answer = verdict(path)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
