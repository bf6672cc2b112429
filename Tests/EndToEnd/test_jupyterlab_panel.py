"""The panel of the JupyterLab extension, runs, and the dialog for tags, in a real JupyterLab."""

import json
import os
import re

from held_answers import HeldAnswers
from jupyter_fixtures import tags_of
from jupyter_lab import PretendRuns
from playwright.sync_api import expect

from conftest import HERE


def test_the_panel_lists_problems_and_compiles(open_lab, run_kale, jupyter):
    lab, path = open_lab("diamond.ipynb")
    expect(lab.status()).to_contain_text("no problems")
    lab.show_panel()
    panel = lab.find(".kale-Panel")
    expect(panel.locator(".kale-Panel-problems")).to_have_text("None")
    panel.get_by_role("button", name="Compile", exact=True).click()
    notification = lab.find(".Toastify__toast", has_text="Compiled the pipeline to")
    expect(notification).to_be_visible()
    compiled = re.search(r"Compiled the pipeline to (\S+)", notification.inner_text())[1]
    expected = run_kale("compile", path, "--stdout", "--output-format", "yaml")
    # Below the folder that Jupyter serves, as Jupyter shows paths.
    assert (path.parent / compiled).read_text(encoding="utf-8").strip() == expected.stdout.strip()
    assert compiled == ".kale/sensor-report.yaml"

    lab.type_at_end("middle = ", "\n)")
    problem = panel.locator(".kale-Panel-problems button").first
    expect(problem).to_contain_text("Syntax error")
    problem.click()
    expect(lab.find(".jp-Notebook-cell.jp-mod-active .kale-Problem")).to_have_count(1)
    panel.get_by_role("button", name="Compile", exact=True).click()
    expect(lab.find(".Toastify__toast", has_text="was not compiled")).to_be_visible()


def test_the_panel_says_that_the_notebook_is_being_read(open_lab):
    held = []

    def hold_outline(page):
        held.append(HeldAnswers(page, "kale/outline"))
        held[0].hold()

    lab, _ = open_lab("diamond.ipynb", play=hold_outline)
    lab.open_panel()
    title = lab.find(".kale-Panel-title").first
    expect(title).to_have_text("Reading the notebook…")
    held[0].let_go()
    expect(lab.find(".kale-Graph-node").first).to_be_visible()


def test_the_panel_draws_the_pipeline_as_a_map_of_the_notebook(open_lab):
    lab, _ = open_lab("diamond.ipynb")
    expect(lab.status()).to_contain_text("4 steps")
    lab.show_panel()
    graph = lab.find(".kale-Graph")
    expect(graph.locator(".kale-Graph-node")).to_have_count(4)
    expect(graph).to_contain_text("smoothed")
    outliers = lab.graph_node("find_outliers")
    expect(outliers).to_have_attribute("aria-label", "Step find_outliers, after read_sensor")
    # The problems stand above the picture, which does not push them away.
    above, below = (lab.find(name).bounding_box()["y"] for name in (".kale-Panel-problems", ".kale-Graph"))
    assert above < below

    outliers.click()
    expect(lab.find(".jp-Notebook-cell.jp-mod-active .kale-Bar-role")).to_have_text("find_outliers")
    width = lab.find(".kale-Graph-picture").bounding_box()["width"]
    graph.get_by_role("button", name="Zoom In").click()
    assert lab.find(".kale-Graph-picture").bounding_box()["width"] > width * 1.2

    colour = "node => getComputedStyle(node).getPropertyValue('--kale-hue')"
    assert outliers.evaluate(colour) == lab.bar("middle = ").evaluate(colour)
    lab.choose("middle = ", "Make this a skip cell")
    expect(lab.status()).to_contain_text("3 steps")
    expect(outliers).to_have_count(0)


def test_the_panel_is_reached_and_left_by_keyboard_alone(open_lab):
    lab, _ = open_lab("diamond.ipynb")
    expect(lab.status()).to_contain_text("no problems")
    lab.show_panel()
    panel = lab.find(".kale-Panel")
    lab.command_mode("window = 3")
    compile_button = panel.get_by_role("button", name="Compile", exact=True)
    while not compile_button.evaluate("node => node === document.activeElement"):
        lab.page.keyboard.press("Tab")
    lab.page.keyboard.press("Escape")
    active = lab.find(".jp-Cell.jp-mod-active")
    expect(active).to_contain_text("window = 3")
    lab.page.keyboard.press("j")
    expect(active).not_to_contain_text("window = 3")

    settings = panel.locator(".kale-PipelineForm > summary")
    settings.focus()
    lab.page.keyboard.press("Enter")
    panel.get_by_label("Pipeline name").focus()
    lab.page.keyboard.press("Escape")
    expect(settings).to_be_focused()
    expect(settings).not_to_have_attribute("role", "heading")


def test_the_graph_shows_names_whole(open_pipeline):
    long_name = "evaluate_the_model_on_the_holdout_set"
    lab, _ = open_pipeline(
        (["step:a"], "training_houses = testing_houses = 1"),
        ([f"step:{long_name}", "prev:a"], "print(training_houses, testing_houses)"),
    )
    label = lab.find(".kale-Graph-label")
    expect(label.locator("tspan")).to_have_text(["testing_houses,", "training_houses"])
    arrow = lab.page.get_by_role("img", name=f"a passes testing_houses, training_houses to {long_name}")
    expect(arrow).to_have_count(1)
    name = lab.page.get_by_role("button", name=f"Step {long_name}, after a").locator(".kale-Graph-name")
    expect(name.locator("tspan")).to_have_text(["evaluate_the_model_on_the_", "holdout_set"])
    picture = lab.find(".kale-Graph-picture").bounding_box()
    for text in (label, name):
        drawn = text.bounding_box()
        assert picture["x"] <= drawn["x"]
        assert drawn["x"] + drawn["width"] <= picture["x"] + picture["width"]


def test_the_files_of_a_compiled_pipeline_are_opened_and_downloaded(open_lab):
    lab, path = open_lab("diamond.ipynb")
    expect(lab.status()).to_contain_text("no problems")
    lab.show_panel()
    panel = lab.find(".kale-Panel")
    panel.get_by_role("button", name="Compile", exact=True).click()
    with lab.page.expect_download() as started:
        panel.get_by_role("button", name="Download YAML").click()
    compiled = path.parent / ".kale" / "sensor-report.yaml"
    assert started.value.suggested_filename == compiled.name
    text = compiled.read_text(encoding="utf-8")
    with open(started.value.path(), encoding="utf-8") as file:
        assert file.read() == text
    panel.get_by_role("button", name="Open Python").click()
    expect(lab.find(".kale-File")).to_contain_text("from kfp import")


def test_the_picture_of_the_panel_in_dark_at_900_pixels(open_lab, tmp_path):
    """Nothing in the panel is wider than the panel."""
    lab, _ = open_lab("train-and-evaluate.ipynb")
    expect(lab.status()).to_contain_text("4 steps")
    lab.page.set_viewport_size({"width": 900, "height": 800})
    lab.hide_left_panel()
    lab.show_panel()
    expect(lab.find(".kale-Graph-node")).to_have_count(4)
    width = lab.find(".kale-Panel").evaluate("node => [node.scrollWidth, node.clientWidth]")
    assert width[0] <= width[1]
    if os.environ.get("KALE_PICTURES"):
        lab.page.screenshot(path=os.path.join(os.environ["KALE_PICTURES"], "panel-900.png"))


OFFERED_AT_ONCE = """(input, text) => {
  input.value = text;
  input.dispatchEvent(new Event('input'));
  return [...document.querySelectorAll('.kale-Tags-list li')].map(node => node.innerText);
}"""


def test_tags_are_completed_and_checked_as_they_are_typed(open_lab):
    lab, path = open_lab("diamond.ipynb")
    lab.edit_tags("window = 3")
    field = lab.find(".jp-Dialog input")
    assert field.bounding_box()["width"] > 400
    field.fill("step:smooth, prev:laod")
    expect(lab.find(".kale-Tags-problems")).to_contain_text("laod")
    expect(lab.find(".kale-Problem.kale-mod-error")).to_have_count(0)
    field.fill("step:smooth, prev:re")
    option = lab.find(".kale-Tags-list li", has_text="prev:read_sensor")
    expect(option).to_contain_text("runs after step read_sensor")
    # What a key would accept goes with what is typed, before the server has answered.
    assert field.evaluate(OFFERED_AT_ONCE, "step:smooth, limit:") == []
    field.fill("step:smooth, read")
    expect(option).to_be_visible()
    field.fill("step:smooth, prev:re")
    expect(option).to_be_visible()
    lab.page.keyboard.press("ArrowDown")
    lab.page.keyboard.press("Enter")
    expect(field).to_have_value("step:smooth, prev:read_sensor")
    expect(lab.find(".kale-Tags-problems li")).to_have_count(0)
    field.fill("step:smooth, prev:read_sensor, limit:cpu:2")
    expect(lab.find(".kale-Tags-list li")).to_have_count(0)
    lab.page.keyboard.press("Enter")
    expect(lab.find(".jp-Dialog")).to_have_count(0)
    lab.save()
    assert tags_of(path)[3] == ["step:smooth", "prev:read_sensor", "limit:cpu:2"]


def test_the_states_of_a_run_are_shown(open_lab, jupyter):
    """The server's part follows the protocol, and is played here: which steps run is not what this is about."""
    states = json.loads((HERE / "run_states.json").read_text(encoding="utf-8"))
    path = jupyter.add_sample("diamond.ipynb", "run_states.ipynb")
    report = path.parent / ".reports" / "outliers.html"
    report.parent.mkdir()
    report.write_text("<p>Two outliers</p><script>try { top.document.title = 'reached' } catch {}</script>")
    for step in states[1]["steps"]:
        if "report" in step:
            step["report"] = report.as_uri()
    lab, _ = open_lab(None, path=path, play=lambda page: PretendRuns(page, states))
    expect(lab.status()).to_contain_text("4 steps")
    lab.show_panel()
    panel = lab.find(".kale-Panel")
    panel.get_by_role("button", name="Run", exact=True).click()
    expect(panel.get_by_role("button", name="Run", exact=True)).to_be_disabled()
    expect(lab.graph_node("smooth")).to_have_attribute("data-state", "running")
    expect(lab.graph_node("smooth")).to_have_attribute("aria-label", re.compile("because cell 4 changed"))
    expect(lab.bar("middle = ").locator(".kale-Bar-state")).to_contain_text("done, 1.2 s, outliers = 0.93457")
    expect(panel.locator(".kale-Run-state")).to_have_text("Running smooth (2 of 4 steps)")
    expect(panel.locator(".kale-Run-metrics")).to_contain_text("0.93457")
    # A reload would end the server, and with it the run.
    assert lab.page.evaluate(
        "!window.dispatchEvent(new Event('beforeunload', { cancelable: true }))"
    ), "a reload does not ask"

    panel.get_by_role("button", name="Stop", exact=True).click()
    expect(panel.locator(".kale-Run-state")).to_have_text("Step smooth failed")
    expect(lab.graph_node("report")).to_have_attribute("data-state", "skipped")
    error = panel.locator(".kale-Run-error")
    expect(error).to_have_text("Cell 4: ValueError: the window is larger than the series")
    error.click()
    expect(lab.find(".jp-Notebook-cell.jp-mod-active .kale-Bar-role")).to_have_text("smooth")
    expect(panel.locator(".kale-Panel-output")).to_contain_text("first line of output")
    if os.environ.get("KALE_PICTURES"):
        lab.page.set_viewport_size({"width": 900, "height": 1000})
        lab.hide_left_panel()
        lab.page.screenshot(path=os.path.join(os.environ["KALE_PICTURES"], "run-900.png"))

    sizes = panel.locator(".kale-Panel-output").evaluate("node => [node.scrollWidth, node.clientWidth]")
    assert sizes[0] <= sizes[1], "the output does not wrap"
    panel.get_by_role("button", name="Open Report").click()
    expect(lab.page.frame_locator(".kale-Report").locator("p")).to_have_text("Two outliers")
    assert lab.page.title() != "reached"
    lab.menu_item("File", "application:close")

    lab.command_mode("window = 3")
    lab.page.keyboard.press("ControlOrMeta+Alt+Enter")
    expect(panel.locator(".kale-Panel-output")).to_contain_text("Run of step smooth")
    expect(panel.locator(".kale-Panel-output")).to_contain_text("first line of output")
    panel.get_by_role("button", name="Stop", exact=True).click()
    expect(panel.get_by_role("button", name="Run", exact=True)).to_be_enabled()


def test_a_run_that_is_refused_says_why_and_leaves_nothing_behind(open_lab):
    refusal = "`/usr/bin/python3` cannot import `kfp`. Install the KFP SDK, or name another Python. " * 3
    lab, _ = open_lab("diamond.ipynb", play=lambda page: PretendRuns(page, [], refusal.strip()))
    expect(lab.status()).to_contain_text("4 steps")
    lab.show_panel()
    panel = lab.find(".kale-Panel")
    panel.get_by_role("button", name="Run", exact=True).click()
    toast = lab.find(".Toastify__toast--error")
    expect(toast).to_contain_text("Kale: /usr/bin/python3 cannot import kfp.")
    expect(panel.locator(".kale-Panel-output")).to_contain_text("or name another Python")
    expect(lab.find(".Toastify__spinner")).to_have_count(0)
    expect(panel.get_by_role("button", name="Run", exact=True)).to_be_enabled()
    toast.get_by_role("button", name="Show Message").click()
    expect(lab.find(".jp-Dialog")).to_contain_text("or name another Python")
    lab.find(".jp-Dialog").get_by_role("button", name="Close").click()
