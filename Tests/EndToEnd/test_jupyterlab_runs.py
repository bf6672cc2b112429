"""Runs from the panel of the JupyterLab extension, by the real server, with the Python of JupyterLab."""

import re

from kfp_server import KFPServer

from playwright.sync_api import expect


def test_a_run_shows_states_and_metrics_and_a_second_one_takes_results_from_the_cache(open_pipeline, picture):
    lab, panel = open_pipeline(
        (["step:load"], "rows = [1, 2, 3]"),
        (["step:train", "prev:load"], "score = sum(rows) / 7"),
        (["pipeline-metrics"], "print(score)"),
    )
    panel.get_by_role("button", name="Run", exact=True).click()
    state = panel.locator(".kale-Run-state")
    expect(state).to_have_text("Succeeded: 2 of 2 steps ran")
    expect(lab.bar("score = ").locator(".kale-Bar-state")).to_contain_text("score = 0.85714")
    picture(lab, "run-real")
    panel.get_by_role("button", name="Run", exact=True).click()
    expect(state).to_have_text("Succeeded: 0 of 2 steps ran, 2 from the cache")


def test_a_run_with_parameters_asks_again_until_the_server_takes_them(open_pipeline, picture):
    lab, panel = open_pipeline(
        (["pipeline-parameters"], "rate = 0.5\nname = 'first\\nlast'\nis_loud = False"),
        (["step:show"], "print(repr(name), rate * 2, is_loud)"),
        # A line break breaks the code that Kale itself generates.
        status="1 warning",
    )
    panel.get_by_role("button", name="Run with…", exact=True).click()
    dialog = lab.find(".jp-Dialog")
    expect(dialog.get_by_label("is_loud bool")).to_have_value("false")
    expect(dialog.get_by_label("name str")).to_have_value("first\nlast")
    dialog.get_by_label("is_loud bool").select_option("true")
    rate = dialog.get_by_label("rate float")
    expect(rate).to_have_value("0.5")
    rate.fill("fast")
    rate.press("Enter")
    expect(dialog).to_contain_text('Pipeline parameter rate must be a number, got "fast".')
    picture(lab, "parameters")
    expect(rate).to_have_value("fast")
    expect(rate).to_be_focused()
    expect(dialog.get_by_label("is_loud bool")).to_have_value("true")
    rate.fill("1.5")
    rate.press("Enter")
    output = panel.locator(".kale-Panel-output")
    expect(output).to_contain_text(r"'first\nlast' 3.0 True")
    expect(output).to_contain_text("Run with is_loud = true, rate = 1.5")
    expect(dialog).to_have_count(0)


def test_without_parameters_there_is_nothing_to_ask(open_pipeline):
    _, panel = open_pipeline((["step:load"], "rows = [1]"))
    expect(panel.get_by_role("button", name="Run", exact=True)).to_be_visible()
    expect(panel.get_by_role("button", name="Run with…")).not_to_be_visible()


def test_the_output_is_opened_in_a_tab_where_tables_keep_their_columns(open_pipeline, picture):
    lab, panel = open_pipeline((["step:table"], "for row in range(40):\n    print(row, '| column ' * 30)"))
    panel.get_by_role("button", name="Run", exact=True).click()
    expect(panel.locator(".kale-Run-state")).to_contain_text("Succeeded")
    panel.get_by_role("button", name="Open Output").click()
    wide = lab.find(".kale-Run-tab")
    expect(wide).to_contain_text("39 | column")
    picture(lab, "output-tab")
    size = wide.evaluate("node => [node.scrollWidth, node.clientWidth, node.scrollHeight, node.clientHeight]")
    assert size[0] > size[1] and size[2] > size[3], "the lines wrap"
    # It follows the next run, after which its end is in sight.
    panel.get_by_role("button", name="Run", exact=True).click()
    expect(wide.locator(".kale-Run-title")).to_have_count(2)
    expect(panel.locator(".kale-Run-state")).to_contain_text("from the cache")
    assert wide.evaluate("node => node.scrollHeight - node.scrollTop - node.clientHeight") < 2
    lab.menu_item("File", "application:close")
    expect(wide).to_have_count(0)
    expect(panel.locator(".kale-Panel-output .kale-Run-title")).to_have_count(2)


def test_a_step_is_run_by_a_key_and_everything_that_it_needs_by_another(open_pipeline):
    lab, panel = open_pipeline(
        # Not the step of another test, whose result would then be from the cache of the same JupyterLab.
        (["step:load"], "rows = [3, 2, 1]"),
        (["step:train", "prev:load"], "total = sum(rows)"),
        (["step:report", "prev:train"], "print('total', total)"),
    )
    lab.command_mode("total = sum")
    lab.page.keyboard.press("ControlOrMeta+Alt+Shift+Enter")
    expect(panel.locator(".kale-Run-state")).to_contain_text("Succeeded")
    expect(lab.graph_node("train")).to_have_attribute("data-state", "done")
    expect(lab.graph_node("report")).not_to_have_attribute("data-state", "done")
    lab.command_mode("print(")
    lab.page.keyboard.press("ControlOrMeta+Alt+Enter")
    expect(panel.locator(".kale-Panel-output")).to_contain_text("total 6")
    expect(lab.graph_node("report")).to_have_attribute("data-state", "done")


def test_a_run_is_stopped_and_the_next_one_runs(open_pipeline):
    lab, panel = open_pipeline(
        (["step:load"], "rows = [1]"),
        (["step:wait", "prev:load"], "import time\nprint('waiting', flush=True)\ntime.sleep(100_000 * len(rows))"),
        (["step:report", "prev:wait"], "print('never')"),
    )
    panel.get_by_role("button", name="Run", exact=True).click()
    expect(lab.graph_node("wait")).to_have_attribute("data-state", "running")
    expect(lab.bar("waiting").locator(".kale-Bar-state")).to_contain_text(re.compile(r"running, \d+ s"))
    panel.get_by_role("button", name="Stop", exact=True).click()
    expect(panel.locator(".kale-Run-state")).to_have_text("The run was stopped")
    expect(lab.bar("waiting").locator(".kale-Bar-state")).to_contain_text("stopped")
    expect(lab.graph_node("wait")).to_have_attribute("data-state", "stopped")
    expect(lab.bar("never").locator(".kale-Bar-state")).to_have_count(0)
    lab.command_mode("rows = [1]")
    lab.page.keyboard.press("ControlOrMeta+Alt+Enter")
    expect(lab.graph_node("load")).to_have_attribute("data-state", "done")


def test_a_report_is_opened(open_pipeline):
    lab, panel = open_pipeline((["step:load", "report:enabled"], "print('three rows')"))
    panel.get_by_role("button", name="Run", exact=True).click()
    panel.get_by_role("button", name="Open Report").click()
    expect(lab.page.frame_locator(".kale-Report, .jp-HTMLViewer iframe").locator("body")).to_contain_text("three rows")


def test_a_step_that_fails_says_where(open_pipeline, picture):
    lab, panel = open_pipeline(
        (["step:load"], "rows = []"),
        (["step:train", "prev:load"], "count = len(rows)\nmean = sum(rows) / count"),
    )
    panel.get_by_role("button", name="Run", exact=True).click()
    error = panel.locator(".kale-Run-error")
    expect(error).to_contain_text("ZeroDivisionError")
    expect(lab.graph_node("train")).to_have_attribute("data-state", "failed")
    picture(lab, "run-failed")
    error.click()
    expect(lab.find(".jp-Notebook-cell.jp-mod-active")).to_contain_text("mean = ")


def remove_schedule(lab, picture):
    """Removes the only schedule of the server that was named last, by the command palette."""
    lab.execute("Kale: Show Schedules on Kubeflow Pipelines…")
    lab.find(".jp-Dialog").get_by_role("button", name="Show").click()
    schedules = lab.find(".kale-Schedules")
    expect(schedules.get_by_role("radio", checked=True)).to_have_count(1)
    expect(schedules).to_contain_text("0 6 * * * · enabled")
    picture(lab, "schedules")
    lab.find(".jp-Dialog").get_by_role("button", name="Remove").click()
    expect(lab.find(".Toastify__toast", has_text="Removed the schedule")).to_be_visible()
    expect(schedules).to_contain_text("has no schedules")
    lab.find(".jp-Dialog").get_by_role("button", name="Close").click()


def test_a_pipeline_is_uploaded_to_a_server_and_runs_there(open_pipeline, picture):
    lab, panel = open_pipeline((["step:load"], "rows = [1]"))
    with KFPServer() as kfp:
        for button, told in (("Upload Only", "Uploaded the pipeline"), ("Run There", "The server runs the pipeline")):
            panel.get_by_role("button", name="Submit").click()
            dialog = lab.find(".jp-Dialog")
            dialog.get_by_label("Server").fill(kfp.url)
            picture(lab, "submit")
            dialog.get_by_role("button", name=button).click()
            toast = lab.find(".Toastify__toast", has_text=told)
            expect(toast).to_be_visible()
            expect(toast.get_by_role("button", name="Show")).to_be_visible()
        panel.get_by_role("button", name="Submit").click()
        dialog = lab.find(".jp-Dialog")
        dialog.get_by_label("Schedule").fill("0 6 * * *")
        picture(lab, "schedule")
        dialog.get_by_role("button", name="Run There").click()
        expect(lab.find(".Toastify__toast", has_text="on this schedule")).to_be_visible()
        assert [one["trigger"] for one in kfp.schedules.values()] == [{"cron_schedule": {"cron": "0 0 6 * * *"}}]
        remove_schedule(lab, picture)
        assert kfp.schedules == {}
        assert not kfp.misfits
