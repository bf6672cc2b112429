"""The form and the proposal of the VS Code extension, in a browser, used with the keyboard and read by a screen reader."""

import pytest
from jupyter_lab import chromium
from vscode_page import WebView, address, body_of, field

ROLES = [{"value": "step", "label": "Step"}, {"value": "skip", "label": "Skip"}]


@pytest.fixture(scope="module")
def browser():
    with chromium() as running:
        yield running


@pytest.fixture
def form(browser):
    view = WebView(browser, body_of("FORM_BODY"), ["formFields.js", "form.js"], ["common.css", "form.css"])
    assert view.sent() == [{"kind": "ready"}]
    yield view
    assert view.errors == []
    view.page.close()


@pytest.fixture
def proposal(browser):
    scripts = ["drawing.js", "formFields.js", "proposal.js"]
    view = WebView(browser, body_of("PROPOSAL_BODY"), scripts, ["common.css", "proposal.css"])
    assert view.sent() == [{"kind": "ready"}]
    yield view
    assert view.errors == []
    view.page.close()


def show(view, *fields, cell=1, **rest):
    view.receive(
        kind="form", address=address(cell), form={"title": f"Cell {cell}", "fields": list(fields)}, **rest
    )


def step(name, index=0, chosen=False, names=(), **rest):
    return {"name": name, "index": index, "chosen": chosen, "names": list(names), **rest}


def test_a_text_is_checked_at_each_key_and_committed_once(form):
    show(form, field("name", value="train"))
    form.page.fill("#field-name", "A")
    [check] = form.sent()
    assert (check["kind"], check["address"], check["changes"]) == ("check", address(1), {"name": "A"})
    form.receive(kind="answer", ticket=check["ticket"], problem="Use `a-z`.")
    problem = form.page.locator("#field-name-problem")
    assert problem.inner_text() == "Use a-z."
    assert problem.locator("code").inner_text() == "a-z"
    assert form.page.get_attribute("#field-name", "aria-invalid") == "true"
    assert "field-name-problem" in form.page.get_attribute("#field-name", "aria-describedby")
    form.page.press("#field-name", "Escape")
    assert form.page.input_value("#field-name") == "train"
    assert problem.is_hidden()
    form.sent()
    form.page.fill("#field-name", "fit")
    form.page.press("#field-name", "Enter")
    form.page.press("#field-name", "Tab")
    assert [message["kind"] for message in form.sent()] == ["check", "apply"]


def test_a_form_that_comes_anew_leaves_what_is_typed_and_the_focus(form):
    show(form, field("name", value="train"), field("image"))
    form.page.fill("#field-name", "fi")
    form.page.evaluate("document.getElementById('field-name').setSelectionRange(1, 1)")
    show(form, field("name", value="train"), field("image", value="python:3.13"))
    assert form.page.input_value("#field-name") == "fi"
    assert form.page.input_value("#field-image") == "python:3.13"
    assert form.focused() == "field-name"
    assert form.page.evaluate("document.activeElement.selectionStart") == 1
    # Another cell's form does not take the text over.
    show(form, field("name", value="load"), cell=2)
    assert form.page.input_value("#field-name") == "load"


def test_a_value_that_was_written_is_announced_and_shown_as_written(form):
    show(form, field("cpu", kind="number"))
    form.page.fill("#field-cpu", "2")
    form.page.press("#field-cpu", "Enter")
    [_, apply] = form.sent()
    assert apply["changes"] == {"cpu": 2}
    form.receive(kind="answer", ticket=apply["ticket"], isApplied=True)
    show(form, field("cpu", kind="number", value="2000m"))
    assert form.page.input_value("#field-cpu") == "2000m"
    assert form.page.inner_text("[role=status]") == "Cpu changed."
    form.page.click("#undo")
    assert form.sent() == [{"kind": "undo", "address": address(1)}]
    assert form.page.is_hidden("#undo")


def test_steps_are_chips_and_those_that_cannot_be_chosen_say_why(form):
    steps = [
        step("load", names=["df"]),
        step("clean", 1, chosen=True),
        step("test", 2, impossible="would make a cycle: train → test → train"),
    ]
    show(form, field("previous", kind="steps", value=["clean"], steps=steps))
    group = form.page.get_by_role("group", name="Previous")
    boxes = group.get_by_role("checkbox")
    assert [boxes.nth(index).is_checked() for index in range(boxes.count())] == [False, True]
    assert "would make a cycle" in group.locator("details").text_content()
    form.page.get_by_role("checkbox", name="clean").focus()
    form.page.keyboard.press("Space")
    assert form.sent()[-1]["changes"] == {"previous": []}
    form.page.keyboard.press("Space")
    form.page.get_by_role("button", name="Add load, which the data needs").click()
    assert form.sent()[-1]["changes"] == {"previous": ["clean", "load"]}


@pytest.mark.parametrize(
    ("described", "option", "value"),
    [
        (field("cache", kind="toggle", placeholder="on"), "Off", False),
        (field("cache", kind="toggle", value=True), "Not set", None),
        (field("role", kind="choice", value="skip", choices=ROLES), "Step", "step"),
    ],
)
def test_choices(form, described, option, value):
    show(form, described)
    form.page.select_option("select", label=option)
    assert form.sent()[-1]["changes"] == {described["id"]: value}


def test_a_value_that_cannot_be_chosen_is_shown_with_its_problem(form):
    problem = {"message": "`fast` is not a runtime.", "severity": 1}
    show(form, field("runtime", kind="choice", value="fast", choices=ROLES, problem=problem))
    assert form.page.locator("select option:checked").inner_text() == "fast"
    assert form.page.inner_text("#field-runtime-problem") == "fast is not a runtime."


def test_a_row_is_committed_when_the_focus_leaves_it(form):
    columns = [field("secret"), field("key")]
    show(form, field("labels", kind="pairs"), field("secrets", kind="list", columns=columns))
    form.page.get_by_role("button", name="Add to Labels").press("Enter")
    assert form.focused() == "field-labels-0-key"
    form.page.keyboard.type("team")
    form.page.keyboard.press("Tab")
    form.page.keyboard.type("ml")
    assert form.sent() == []
    form.page.keyboard.press("Tab")
    form.page.keyboard.press("Tab")
    assert form.sent()[-1]["changes"] == {"labels": [{"key": "team", "value": "ml"}]}
    form.page.get_by_role("button", name="Add to Secrets").press("Enter")
    form.page.keyboard.type("s3")
    form.page.keyboard.press("Tab")
    form.page.keyboard.type("token")
    assert form.sent() == []
    form.page.keyboard.press("Enter")
    assert form.sent()[-1]["changes"] == {"secrets": [{"secret": "s3", "key": "token"}]}
    form.page.get_by_role("button", name="Remove Secrets 1").click()
    assert form.sent()[-1]["changes"] == {"secrets": None}


def test_groups_open_for_a_problem_and_stay_open(form):
    image = field("image", group="container", value="x", problem={"message": "No.", "severity": 2})
    show(form, field("name"), image, field("cpu", group="resources"))
    groups = form.page.locator("details.group")
    assert [groups.nth(index).evaluate("(group) => group.open") for index in range(2)] == [True, False]
    assert groups.nth(0).locator("summary").inner_text() == "Container · 1 set · 1 problem"
    groups.nth(1).locator("summary").click()
    form.page.wait_for_function("window.state?.open.includes('resources')")
    show(form, field("name"), field("cpu", group="resources"), cell=2)
    assert form.page.locator("details.group").evaluate("(group) => group.open")
    form.receive(kind="focus", field="cpu")
    assert form.focused() == "field-cpu"


def test_a_form_that_is_not_there_says_why_and_an_ordinary_notebook_is_invited(form):
    form.receive(kind="form", address="null", form=None, text="Open a notebook first.")
    assert form.page.inner_text("#empty") == "Open a notebook first."
    show(form, field("role", kind="choice", choices=ROLES), canMake=True)
    form.page.get_by_role("button", name="Make This a Pipeline…").click()
    assert form.sent() == [{"kind": "make"}]


def test_the_form_of_a_pipeline_offers_a_schedule(form):
    schedule = form.page.get_by_role("button", name="Schedule…")
    show(form, field("pipeline-name"))
    assert schedule.is_hidden()
    show(form, field("pipeline-name"), canSchedule=True)
    schedule.click()
    assert form.sent() == [{"kind": "schedule"}]


def test_the_form_fits_a_narrow_side_bar(form):
    form.page.set_viewport_size({"width": 240, "height": 800})
    steps = [step("a_step_with_a_very_long_name_that_goes_on_and_on", names=["features", "labels"])]
    show(
        form,
        field("previous", kind="steps", steps=steps),
        field("labels", kind="pairs", value=[{"key": "k", "value": "v"}]),
    )
    assert form.page.evaluate("document.documentElement.scrollWidth <= 240")


def proposed(**change):
    cells = [
        {"cell": 1, "role": "skip", "previous": [], "reason": "only looks at `df`", "summary": "df.head()"},
        {
            "cell": 2,
            "role": "step",
            "step": "train",
            "previous": ["load"],
            "reason": "trains",
            "summary": "fit()",
        },
    ]
    return {
        "pipelineName": "titanic",
        "cells": cells,
        "edges": [],
        "mermaid": "flowchart TD",
        "problems": [],
        **change,
    }


def test_a_proposal_is_changed_and_applied(proposal):
    proposal.receive(kind="proposal", proposal=proposed(), roles=ROLES)
    assert proposal.focused() == "apply"
    items = proposal.page.get_by_role("listitem")
    assert "only looks at df" in items.nth(0).inner_text()
    assert "runs after load · trains" in items.nth(1).inner_text()
    assert proposal.page.inner_text("[role=status]") == "1 step, no problems"
    proposal.page.get_by_label("Role of cell 2").select_option("step")
    changes = {"cells": [{"cell": 1, "role": "step"}]}
    assert proposal.sent() == [{"kind": "change", "changes": changes}]
    proposal.page.get_by_label("Step name of cell 3").fill("fit")
    proposal.page.get_by_label("Pipeline name").fill("houses")
    proposal.sent()
    proposal.page.get_by_role("button", name="Apply").click()
    changes["cells"].append({"cell": 2, "role": "step", "step": "fit"})
    assert proposal.sent() == [{"kind": "apply", "changes": {**changes, "pipelineName": "houses"}}]


def test_a_cell_that_joins_a_step_has_its_color(proposal):
    cells = [
        *proposed()["cells"],
        {"cell": 3, "role": "none", "step": "train", "previous": [], "reason": "", "summary": ""},
    ]
    proposal.receive(kind="proposal", proposal=proposed(cells=cells), roles=ROLES)
    items = proposal.page.locator("#cells > li")
    assert [items.nth(index).get_attribute("class") or "" for index in range(3)] == ["", "step-0", "step-0"]


def test_the_picture_of_a_proposal_is_told_in_words(proposal):
    edges = [
        {"from": "load", "to": "train", "names": ["labels", "rows"]},
        {"from": "load", "to": "tidy", "names": []},
    ]
    proposal.receive(kind="proposal", proposal=proposed(edges=edges), roles=ROLES)
    picture = proposal.page.locator("#graph").get_attribute("aria-label")
    assert picture.endswith("1 step: train. load passes labels, rows to train")


def test_a_proposal_is_drawn_and_says_why_if_it_cannot_be(proposal):
    proposal.receive(kind="proposal", proposal=proposed(), roles=ROLES)
    graph = proposal.page.locator("#graph")
    assert "media/mermaid.min.js is missing" in graph.inner_text()
    proposal.page.evaluate(
        "window.mermaid = { initialize() {}, render: async (_, text) => ({ svg: `<svg><title>${text}</title></svg>` }) }"
    )
    proposal.receive(kind="proposal", proposal=proposed(), roles=ROLES)
    assert graph.locator("svg title").text_content() == "flowchart TD"


def test_an_answer_to_an_earlier_key_does_not_take_back_what_is_typed(proposal):
    proposal.receive(kind="proposal", proposal=proposed(), roles=ROLES)
    proposal.page.get_by_label("Step name of cell 3").fill("fi")
    proposal.page.keyboard.type("t")
    proposal.receive(kind="proposal", proposal=proposed(), roles=ROLES)
    assert (proposal.focused(), proposal.page.input_value("#name-2")) == ("name-2", "fit")


def test_problems_of_a_proposal_lead_to_their_cells(proposal):
    problems = [
        {"cell": 2, "message": "`x` is undefined.", "severity": 1},
        {"message": "All.", "severity": 2},
    ]
    proposal.receive(kind="proposal", proposal=proposed(problems=problems), roles=ROLES)
    assert proposal.page.inner_text("#problems-title") == "2 problems"
    proposal.page.locator("#problems").get_by_role("button", name="Cell 3").click()
    assert proposal.sent() == [{"kind": "cell", "cell": 2}]
    proposal.receive(kind="problem", problem="The name is taken.")
    assert proposal.page.get_by_role("alert").inner_text() == "The name is taken."


def test_the_buttons_of_a_proposal_share_a_line(proposal):
    proposal.receive(kind="proposal", proposal=proposed(), roles=ROLES)
    for width in range(240, 800, 20):
        proposal.page.set_viewport_size({"width": width, "height": 800})
        apply, cancel = (
            proposal.page.get_by_role("button", name=name).bounding_box() for name in ("Apply", "Cancel")
        )
        assert (apply["y"], cancel["x"] + cancel["width"] <= width) == (cancel["y"], True), width
