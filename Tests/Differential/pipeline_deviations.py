"""Where kale-lsp's pipelines are not Kale's, and why: docs/compiled-pipeline.md has a section of the name for each."""

import re

NUMBERS = re.compile("(cpu|memory|resourceCpu|resourceMemory)(Limit|Request)$")
KERNEL_NAME = re.compile("(get_ipython|display|In|Out|exit|quit)_(input|output)_artifact$")
CLAIM = re.compile("(comp-|exec-)?(create|delete)pvc(-[0-9]+)?$")


def reason(difference, ours):
    """The name of the deviation that a difference comes from; None for one that is not listed."""
    for name, is_it in DEVIATIONS.items():
        if is_it(difference, ours):
            return name
    return None


def is_order(difference, ours):
    return "dependentTasks" in difference.path


def is_code(difference, ours):
    """The program of a step; what it takes and hands on is compared by the component's inputs and outputs."""
    return difference.path[-2:-1] == ("command",) and difference.path[-1] == 6


def is_packages(difference, ours):
    return difference.path[-2:-1] == ("command",) and difference.path[-1] == 2


def is_resources(difference, ours):
    return difference.theirs is None and "resources" in difference.path and bool(NUMBERS.match(difference.path[-1]))


def is_time(difference, ours):
    return difference.theirs is None and not {"activeDeadlineSeconds", "retryPolicy"}.isdisjoint(difference.path)


def is_created_volume(difference, ours):
    claims = [name for name in ours.documents[0]["components"] if CLAIM.match(name)]
    if not claims:
        return False
    if any(CLAIM.match(str(key)) for key in difference.path):
        return difference.theirs is None
    return difference.path[-1] in ("pvcMount", "env") or "pvcMount" in difference.path


def is_colons(difference, ours):
    return "podMetadata" in difference.path and str(difference.ours).replace(":", "") == str(difference.theirs)


def is_defaults(difference, ours):
    """A step's own label, annotation, secret or accelerator, which the default takes the place of in Kale."""
    if "podMetadata" in difference.path or "secretAsEnv" in difference.path:
        return difference.ours is not None and difference.theirs is not None
    return "accelerator" in difference.path


def is_metrics(difference, ours):
    return difference.ours is None and "kale_metrics_artifact" in difference.path


def is_kernel_names(difference, ours):
    return difference.ours is None and any(KERNEL_NAME.match(str(key)) for key in difference.path)


DEVIATIONS = {
    "order": is_order,
    "code": is_code,
    "packages": is_packages,
    "resources": is_resources,
    "time": is_time,
    "created-volumes": is_created_volume,
    "colons": is_colons,
    "defaults": is_defaults,
    "metrics": is_metrics,
    "kernel-names": is_kernel_names,
}
