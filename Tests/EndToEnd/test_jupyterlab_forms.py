"""The forms of the JupyterLab extension, of cells and of the pipeline, in a real JupyterLab."""

import json

import pytest
from held_answers import HeldAnswers
from jupyter_fixtures import tags_of
from jupyter_lab import field, open_form
from playwright.sync_api import expect


def notebook_metadata(path):
    return json.loads(path.read_text(encoding="utf-8"))["metadata"]


def saved_tags(lab, path, index):
    lab.command_mode("import statistics")
    lab.save()
    return tags_of(path)[index]


def test_a_step_is_renamed_in_place_and_steps_after_it_follow(open_lab):
    lab, path = open_lab("diamond.ipynb")
    form = open_form(lab, "window = 3")
    name = field(form, "name")
    expect(name).to_be_focused()
    name.fill("Smooth it")
    problem = form.locator("[data-field='name'] .kale-Field-problem")
    expect(problem).to_be_visible()
    expect(name).to_have_attribute("aria-invalid", "true")
    lab.page.keyboard.press("Enter")
    expect(problem).to_be_visible()
    expect(lab.bar("window = 3").locator(".kale-Bar-role")).to_have_text("smooth")

    name.fill("moving_average")
    expect(problem).not_to_be_visible()
    lab.page.keyboard.press("Enter")
    expect(lab.bar("assert outliers")).to_contain_text("after find_outliers, moving_average")
    expect(form.locator(".kale-Form-status")).to_have_text("Step name: saved in the notebook")
    lab.page.keyboard.press("Enter")
    expect(form).to_have_count(0)
    expect(lab.bar("window = 3").locator(".kale-Bar-role")).to_be_focused()

    lab.command_mode("window = 3")
    lab.page.keyboard.press("z")
    expect(lab.bar("assert outliers")).to_contain_text("after find_outliers, smooth")
    assert saved_tags(lab, path, 5) == ["step:report", "prev:smooth", "prev:find_outliers"]


def test_the_steps_that_a_step_runs_after_are_chips_in_their_colours(open_lab):
    lab, path = open_lab("diamond.ipynb")
    form = open_form(lab, "assert outliers")
    chips = form.locator(".kale-Chip")
    ticked = form.locator(".kale-Chip input:checked")
    expect(ticked).to_have_count(2)
    colour = "node => getComputedStyle(node).getPropertyValue('--kale-hue')"
    chip = chips.filter(has_text="smooth")
    assert chip.evaluate(colour) == lab.bar("window = 3").evaluate(colour)
    expect(chip.locator("input")).to_have_attribute("aria-label", "smooth, takes smoothed from it")
    chips.filter(has_text="read_sensor").locator("input").check()
    expect(lab.bar("assert outliers")).to_contain_text("read_sensor")
    # The focus stays where it was, on a control that was drawn again.
    expect(chips.filter(has_text="read_sensor").locator("input")).to_be_focused()
    lab.page.keyboard.press("Space")
    expect(ticked).to_have_count(2)
    expect(lab.bar("assert outliers")).not_to_contain_text("read_sensor")
    assert sorted(saved_tags(lab, path, 5)) == ["prev:find_outliers", "prev:smooth", "step:report"]


def test_resources_are_set_and_checked_as_they_are_typed(open_lab):
    lab, path = open_lab("diamond.ipynb")
    form = open_form(lab, "window = 3")
    form.locator("summary").click()
    limit = field(form, "cpu-limit")
    limit.fill("two")
    problem = form.locator("[data-field='cpu-limit'] .kale-Field-problem")
    expect(problem).to_be_visible()
    lab.page.keyboard.press("Escape")
    expect(limit).to_have_value("")
    expect(problem).not_to_be_visible()
    limit.fill("500m")
    lab.page.keyboard.press("Tab")
    expect(form.locator("summary")).to_contain_text("1 set")
    field(form, "image").fill("python:3.11")
    lab.page.keyboard.press("Tab")
    expect(form.locator("summary")).to_contain_text("2 set")
    labels = form.locator("[data-field='labels']")
    labels.get_by_role("button", name="Add").click()
    lab.page.keyboard.type("team")
    lab.page.keyboard.press("Tab")
    lab.page.keyboard.type("data")
    lab.page.keyboard.press("Tab")
    expect(form.locator("summary")).to_contain_text("3 set")
    form.get_by_role("button", name="Done").click()
    tags = saved_tags(lab, path, 3)
    assert {"limit:cpu:500m", "image:python:3.11", "label:team:data"} <= set(tags)


def test_a_cell_becomes_a_step_by_keyboard_alone(open_lab):
    lab, path = open_lab("diamond.ipynb")
    lab.command_mode("assert outliers")
    lab.page.keyboard.press("b")
    lab.page.keyboard.press("Enter")
    lab.page.keyboard.insert_text("total = sum(smoothed)")
    lab.page.keyboard.press("Escape")
    # The focus returns to the role once there is one, and before that to the notebook.
    expect(lab.bar("total = sum").locator(".kale-Bar-role")).to_be_visible()
    lab.page.keyboard.press("ControlOrMeta+Alt+k")
    form = lab.find(".kale-CellForm")
    role = field(form, "role")
    expect(role).to_be_focused()
    cells = lab.find(".jp-Cell").count()
    # The notebook's keys have no effect in the form: `x` cuts a cell.
    lab.page.keyboard.press("x")
    lab.page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    assert lab.find(".jp-Cell").count() == cells
    expect(lab.bar("total = sum").locator(".kale-Bar-role")).to_be_focused()

    lab.page.keyboard.press("Enter")
    expect(role).to_be_focused()
    role.select_option(label="Step")
    name = field(form, "name")
    expect(name).to_be_focused()
    expect(form.locator(".kale-Chip input:checked")).to_have_count(1)
    expect(form.locator(".kale-Chip", has_text="smooth").locator("input")).to_be_checked()
    name.fill("total")
    lab.page.keyboard.press("Enter")
    expect(lab.bar("total = sum").locator(".kale-Bar-role")).to_have_text("total")
    assert saved_tags(lab, path, 6) == ["step:total", "prev:smooth"]


def test_every_control_has_a_name_and_a_description(open_lab):
    lab, _ = open_lab("diamond.ipynb")
    form = open_form(lab, "window = 3")
    form.locator("summary").click()
    nameless = form.locator("input, select, textarea, button").evaluate_all(
        """nodes => nodes.filter(node =>
             !node.ariaLabel && !node.labels?.length && !node.textContent.trim()).map(node => node.outerHTML)"""
    )
    assert nameless == []
    described = form.locator("[data-field='image'] input").get_attribute("aria-describedby").split()
    texts = [lab.page.evaluate("id => document.getElementById(id)?.textContent", each) for each in described]
    assert any("container image" in text for text in texts)


def test_the_pipeline_is_set_up_in_the_panel(open_lab):
    lab, path = open_lab("diamond.ipynb")
    expect(lab.status()).to_contain_text("4 steps")
    lab.show_panel()
    form = lab.find(".kale-PipelineForm")
    form.locator("> summary").click()
    name = field(form, "pipeline-name")
    name.fill("Sensor Report")
    problem = form.locator("[data-field='pipeline-name'] .kale-Field-problem")
    expect(problem).to_be_visible()
    name.fill("sensors-daily")
    expect(problem).not_to_be_visible()
    lab.page.keyboard.press("Enter")
    title = lab.find(".kale-Panel-title").first
    expect(title).to_have_text("sensors-daily")
    # Undone and done again in one step each.
    lab.command_mode("window = 3")
    lab.page.keyboard.press("z")
    expect(title).to_have_text("sensor-report")
    lab.page.keyboard.press("Shift+Z")
    expect(title).to_have_text("sensors-daily")
    form.locator(".kale-Form-more > summary").click()
    volumes = form.locator("[data-field='volumes']")
    volumes.get_by_role("button", name="Add").click()
    volumes.get_by_label("Name").fill("data")
    volumes.get_by_label("Mount point").fill("/data")
    volumes.get_by_label("Mount point").press("Tab")
    lab.save()
    expect(form.locator(".kale-Form-status")).to_have_text("Volumes: saved in the notebook")
    lab.command_mode("window = 3")
    lab.save()
    metadata = notebook_metadata(path)["kubeflow_notebook"]
    assert metadata["pipeline_name"] == "sensors-daily"
    assert [(each["name"], each["mount_point"]) for each in metadata["volumes"]] == [("data", "/data")]
    width = lab.find(".kale-Panel").evaluate("node => [node.scrollWidth, node.clientWidth]")
    assert width[0] <= width[1]


def test_an_undo_is_not_overtaken_by_the_change_that_it_takes_back(open_lab):
    """The focus leaves a field, which says once more that it has changed, before the form is drawn again."""
    held = []
    lab, _ = open_lab("diamond.ipynb", play=lambda page: held.append(HeldAnswers(page, "kale/form")))
    lab.show_panel()
    form = lab.find(".kale-PipelineForm")
    form.locator("> summary").click()
    name = field(form, "pipeline-name")
    name.fill("sensors-daily")
    held[0].hold()
    lab.page.keyboard.press("Enter")
    title = lab.find(".kale-Panel-title").first
    expect(title).to_have_text("sensors-daily")
    # Two if the kernel, which starts, has written into the notebook at the same time.
    changes = held[0].count("kale.applyForm")
    lab.command_mode("window = 3")
    lab.page.keyboard.press("z")
    expect(title).to_have_text("sensor-report")
    held[0].let_go()
    expect(name).to_have_value("sensor-report")
    expect(title).to_have_text("sensor-report")
    assert held[0].count("kale.applyForm") == changes


def test_what_a_list_shows_is_not_cut_in_a_narrow_panel(open_lab):
    lab, _ = open_lab("diamond.ipynb")
    expect(lab.status()).to_contain_text("4 steps")
    lab.show_panel()
    lab.narrow_panel()
    form = lab.find(".kale-PipelineForm")
    form.locator("> summary").click()
    form.locator(".kale-Form-more > summary").click()
    form.locator("[data-field='volumes']").get_by_role("button", name="Add").click()
    expect(field(form, "packages")).to_have_accessible_description(
        "Default: what the step needs. Which packages a step installs."
    )
    assert form.locator("select").count() > 8
    assert form.locator("select").evaluate_all(CUT_LISTS) == []


# The lists in which some choice is wider than the list.
CUT_LISTS = """lists => lists.filter(list => {
  const whole = list.cloneNode(true);
  whole.style.width = 'max-content';
  list.after(whole);
  const needed = whole.offsetWidth;
  whole.remove();
  return needed > list.offsetWidth;
}).map(list => list.outerHTML)"""


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark", "JupyterLab Dark High Contrast"])
def test_the_form_fits_900_pixels(open_lab, jupyter, theme, picture):
    lab, _ = open_lab(None, path=jupyter.add_sample("train-and-evaluate.ipynb", "house-prices.ipynb"))
    lab.page.set_viewport_size({"width": 900, "height": 900})
    lab.hide_left_panel()
    lab.show_panel()
    lab.choose_theme(theme)
    form = open_form(lab, "Fit the line")
    if theme == "JupyterLab Light":
        lab.find(".kale-PipelineForm > summary").click()
        lab.cell("Fit the line").evaluate("cell => cell.scrollIntoView({ block: 'center' })")
        picture(lab, "jupyterlab-form", is_documentation=True)
    form.locator("summary").click()
    sizes = form.evaluate("node => [node.scrollWidth, node.clientWidth]")
    assert sizes[0] <= sizes[1]
    picture(lab, f"form-{theme.replace(' ', '-').lower()}")
    lab.page.emulate_media(forced_colors="active")
    picture(lab, f"form-{theme.replace(' ', '-').lower()}-forced")
