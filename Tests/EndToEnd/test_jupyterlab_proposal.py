"""How an ordinary notebook becomes a pipeline in a real JupyterLab: the proposal, and the quiet until it is compiled."""

import json

import ordinary_notebook
import pytest
from jupyter_fixtures import tags_of
from jupyter_lab import field, open_form, watch_for_red
from playwright.sync_api import expect


@pytest.fixture
def open_ordinary(open_lab, jupyter, request):
    def open_(name=request.node.name):
        path = ordinary_notebook.write(jupyter.notebooks / f"{name}.ipynb")
        return open_lab(None, path=path)

    return open_


def open_proposal(lab):
    lab.open_panel()
    lab.find(".kale-Panel").get_by_role("button", name="Make This a Pipeline").click()
    proposal = lab.find(".kale-Proposal")
    expect(proposal.locator(".kale-Proposal-cells > li")).to_have_count(6)
    return proposal


def test_an_ordinary_notebook_has_no_item_in_the_status_bar(open_ordinary):
    lab, _ = open_ordinary()
    lab.open_panel()
    expect(lab.find(".kale-Panel").get_by_role("button", name="Make This a Pipeline")).to_be_visible()
    expect(lab.status()).not_to_be_visible()


def test_a_notebook_becomes_a_compiled_pipeline_without_a_tag_typed(open_ordinary, picture):
    lab, path = open_ordinary("house-prices")
    seen_red = watch_for_red(lab)
    lab.page.set_viewport_size({"width": 1120, "height": 900})
    lab.hide_left_panel()
    proposal = open_proposal(lab)
    expect(proposal.get_by_label("Pipeline name")).to_be_focused()
    expect(proposal.locator(".kale-Graph-node")).to_have_count(3)
    expect(proposal.locator(".kale-Graph-label")).to_have_text(["houses", "areas, prices"])
    picture(lab, "jupyterlab-proposal", is_documentation=True)
    lab.page.keyboard.type("houses")
    lab.page.keyboard.press("Tab")
    proposal.get_by_role("button", name="Apply").click()
    expect(proposal).to_have_count(0)
    expect(lab.find(".Toastify__toast", has_text="pipeline of 3 steps")).to_be_visible()
    expect(lab.find(".kale-Panel-title").first).to_have_text("houses")
    compile_ = lab.find(".kale-Panel").get_by_role("button", name="Compile", exact=True)
    expect(compile_).to_be_focused()
    lab.page.keyboard.press("Enter")
    expect(lab.find(".Toastify__toast", has_text="Compiled the pipeline to")).to_be_visible()
    expect(lab.find(".Toastify__toast", has_text="The notebook is a pipeline of")).to_have_count(0)
    assert not seen_red()
    lab.save()
    assert tags_of(path)[3] == ["step:load_data"]
    assert tags_of(path)[6] == ["step:prepare", "prev:load_data"]

    lab.command_mode("houses[:3]")
    lab.page.keyboard.press("z")
    expect(lab.find(".kale-Bar:visible")).to_have_count(0)
    lab.save()
    assert tags_of(path) == [[]] * 10


def test_the_preview_follows_what_is_chosen_and_cancel_writes_nothing(open_ordinary):
    lab, path = open_ordinary()
    proposal = open_proposal(lab)
    last = proposal.locator(".kale-Proposal-cells > li").last
    last.get_by_label("Role of cell 10").select_option(label="Step")
    name = last.get_by_label("Step name of cell 10")
    expect(name).to_be_visible()
    expect(proposal.locator(".kale-Graph-node")).to_have_count(4)
    name.fill("evaluate")
    name.press("Enter")
    expect(proposal.locator(".kale-Graph-node[data-step='evaluate']")).to_have_count(1)
    name.fill("Not a name")
    name.press("Enter")
    expect(proposal.locator(".kale-Proposal-status")).to_contain_text("error")
    proposal.get_by_role("button", name="Apply").click()
    expect(proposal.locator(".kale-Proposal-status[data-severity='error']")).to_be_visible()
    last.locator(".kale-Proposal-place").click()
    expect(lab.find(".jp-Notebook-cell.jp-mod-active")).to_contain_text("errors = ")
    lab.find(".kale-Proposal").get_by_role("button", name="Cancel").click()
    expect(proposal).to_have_count(0)
    expect(lab.find(".kale-Panel")).to_contain_text("This notebook is not a pipeline yet.")
    lab.save()
    assert tags_of(path) == [[]] * 10


def test_apply_and_cancel_stay_at_the_top_where_no_notification_covers_them(open_ordinary):
    lab, _ = open_ordinary()
    lab.page.set_viewport_size({"width": 900, "height": 600})
    proposal = open_proposal(lab)
    expect(proposal.get_by_label("Pipeline name")).to_be_focused()
    for name in ("Apply", "Cancel", "Cell 2"):
        lab.page.keyboard.press("Tab")
        expect(proposal.get_by_role("button", name=name)).to_be_focused()
    panel = lab.find(".kale-Panel")
    panel.evaluate("node => node.scrollTo(0, node.scrollHeight)")
    apply_ = proposal.get_by_role("button", name="Apply")
    bar = proposal.locator(".kale-Proposal-bar").bounding_box()
    assert bar["y"] == panel.bounding_box()["y"]
    apply_.click(trial=True)
    # What the keyboard leads to is not below the bar.
    proposal.get_by_role("button", name="Cell 10").focus()
    for _ in range(12):
        lab.page.keyboard.press("Shift+Tab")
        focused = lab.page.evaluate("document.activeElement.getBoundingClientRect().top")
        assert focused >= bar["y"] + bar["height"], lab.page.evaluate("document.activeElement.outerHTML")


def test_problems_are_only_counted_until_the_notebook_is_compiled(open_ordinary):
    lab, _ = open_ordinary()
    expect(lab.cell("houses[:3]")).to_be_visible()
    lab.open_panel()
    expect(lab.find(".kale-Panel")).to_contain_text("not a pipeline yet")
    lab.command_mode("slope = ")
    lab.page.keyboard.press("ControlOrMeta+Alt+k")
    form = lab.find(".kale-CellForm")
    field(form, "role").select_option(label="Step")
    expect(field(form, "name")).to_be_focused()
    expect(lab.status()).to_contain_text("shown after the first compile")
    expect(lab.find(".kale-Problem")).to_have_count(0)
    expect(lab.find(".kale-Bar-problems")).to_have_count(0)
    # The list in the panel has them all the same.
    expect(lab.find(".kale-Panel-problems button").first).to_be_visible()
    lab.find(".kale-Panel").get_by_role("button", name="Compile", exact=True).click()
    expect(lab.status()).to_contain_text("error")
    expect(lab.status()).not_to_contain_text("shown after")
    expect(lab.find(".kale-Problem").first).to_be_visible()


def test_steps_are_proposed_for_what_has_no_tags_yet(open_lab, jupyter):
    path = ordinary_notebook.write(jupyter.notebooks / "half_tagged.ipynb")
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"][3]["metadata"]["tags"] = ["step:read"]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    lab, _ = open_lab(None, path=path)
    expect(lab.bar("random.seed").locator(".kale-Bar-role")).to_have_text("read")
    lab.execute("Kale: Make This a Pipeline")
    proposal = lab.find(".kale-Proposal")
    expect(proposal.get_by_label("Step name of cell 4")).to_have_value("read")
    lab.page.keyboard.press("Escape")
    expect(proposal).to_have_count(0)
    expect(open_form(lab, "random.seed")).to_be_visible()
