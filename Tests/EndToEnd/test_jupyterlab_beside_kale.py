"""The extension in one JupyterLab with Kale's own, and in Jupyter Notebook."""

import ordinary_notebook
import pytest
from jupyter_lab import JUPYTERLAB_LSP, LabPage, open_form
from playwright.sync_api import expect


@pytest.fixture
def lab_with_kale(jupyter, jupyter_browser):
    with jupyter.disabling(JUPYTERLAB_LSP):
        lab = LabPage(jupyter_browser, jupyter)
        yield lab
        lab.page.close()


def open_with_kale(lab, path):
    lab.open(path)
    # Kale has no cluster here, and says so.
    lab.find(".jp-Dialog").get_by_role("button", name="Close").click()


def test_a_cell_has_one_label_and_the_commands_say_whose_they_are(lab_with_kale, jupyter, picture):
    lab = lab_with_kale
    open_with_kale(lab, jupyter.add_sample("diamond.ipynb", "beside-kale.ipynb"))
    role = lab.bar("window = 3").locator(".kale-Bar-name")
    expect(role).to_be_visible()
    lab.find(".lm-TabBar-tab[title='Kubeflow Pipelines Deployment Panel']").click()
    lab.find("#jp-left-stack input[type=checkbox]").first.check(force=True)
    expect(lab.cell("window = 3").locator(".kale-inline-cell-metadata")).to_contain_text("smooth")
    expect(role).not_to_be_visible()
    # The other cells have theirs as well, and each bar keeps what Kale does not say.
    expect(lab.find(".kale-Bar-name:visible")).to_have_count(0)
    expect(lab.bar("window = 3")).to_contain_text("after read_sensor")
    form = open_form(lab, "window = 3")
    label = lab.cell("window = 3").locator(".kale-inline-cell-metadata")
    assert label.bounding_box()["y"] < form.bounding_box()["y"], "the form is not below the label"
    lab.show_panel()
    panel = lab.find(".kale-Panel")
    expect(panel.get_by_role("button", name="Compile with kale-lsp")).to_be_visible()
    picture(lab, "beside-kale")
    panel.get_by_role("button", name="Compile with kale-lsp").click()
    expect(lab.find(".Toastify__toast", has_text="Compiled the pipeline to")).to_be_visible()


def test_a_notebook_that_has_only_the_configuration_of_kales_extension_becomes_a_pipeline(lab_with_kale, jupyter):
    lab = lab_with_kale
    open_with_kale(lab, ordinary_notebook.write(jupyter.notebooks / "ordinary-beside-kale.ipynb"))
    lab.open_panel()
    panel = lab.find(".kale-Panel")
    expect(panel.locator(".kale-Panel-problems")).to_contain_text("has a Kale configuration")
    expect(lab.find(".kale-Bar:visible")).to_have_count(0)
    expect(lab.status()).not_to_be_visible()
    expect(panel.locator(".kale-Graph")).to_contain_text("no steps yet")
    tools = panel.locator(".kale-Graph-tools")
    expect(tools).not_to_be_visible()
    panel.get_by_role("button", name="Make This a Pipeline").click()
    panel.get_by_role("button", name="Apply").click()
    expect(lab.bar("random.seed").locator(".kale-Bar-role")).to_have_text("load_data")
    expect(tools).to_be_visible()
    panel.get_by_role("button", name="Compile with kale-lsp").click()
    expect(lab.find(".Toastify__toast", has_text="Compiled the pipeline to")).to_be_visible()


def test_jupyter_notebook_has_the_forms_and_the_proposal(jupyter, jupyter_browser, picture):
    lab = LabPage(jupyter_browser, jupyter)
    lab.open_in_notebook(jupyter.add_sample("diamond.ipynb", "in-jupyter-notebook.ipynb"))
    form = open_form(lab, "window = 3")
    expect(form.locator("[data-field='name'] input")).to_have_value("smooth")
    form.get_by_role("button", name="Done").click()
    lab.open_in_notebook(ordinary_notebook.write(jupyter.notebooks / "ordinary-in-jupyter-notebook.ipynb"))
    lab.execute_in_notebook("Make This a Pipeline")
    proposal = lab.find(".kale-Proposal")
    expect(proposal.locator(".kale-Proposal-cells > li")).to_have_count(6)
    picture(lab, "notebook-7")
    proposal.get_by_role("button", name="Apply").click()
    expect(lab.bar("random.seed").locator(".kale-Bar-role")).to_have_text("load_data")
    lab.page.close()
