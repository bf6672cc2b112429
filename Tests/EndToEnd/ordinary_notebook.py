"""A notebook of ten cells without tags, as somebody writes one who has not heard of pipelines."""

import json

CELLS = [
    ("markdown", "# House prices"),
    ("code", "import random\nimport statistics"),
    ("markdown", "## Load the data"),
    ("code", "random.seed(4)\nhouses = [(random.randint(50, 200), random.random()) for _ in range(200)]"),
    ("code", "houses[:3]"),
    ("markdown", "## Prepare"),
    ("code", "prices = [area * 2.5 + noise for area, noise in houses]\nareas = [area for area, _ in houses]"),
    ("markdown", "## Train"),
    (
        "code",
        "slope = statistics.covariance(areas, prices) / statistics.variance(areas)\n"
        "intercept = statistics.fmean(prices) - slope * statistics.fmean(areas)",
    ),
    (
        "code",
        "errors = [abs(price - slope * area - intercept) for area, price in zip(areas, prices)]\n"
        'print(f"off by {statistics.fmean(errors):.2f}")',
    ),
]


def write(path):
    cells = []
    for number, (kind, text) in enumerate(CELLS):
        code = {"execution_count": None, "outputs": []} if kind == "code" else {}
        cells.append({"cell_type": kind, "id": f"c{number}", "metadata": {}, "source": text, **code})
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = {"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path
