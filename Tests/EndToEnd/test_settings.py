"""The editor's settings: which findings are shown, and how grave."""


from lsprotocol import types

from kale_client import notebook_editor_capabilities, text_editor_capabilities
from shape import settled
from text_shape import TextShape

SAMPLE = "other-tools-tags.ipynb"  # warnings that Kale refuses, and nothing else


def severities(found):
    return {diagnosed.diagnostic.severity for diagnosed in found}


async def changed(client, settings):
    """The person changes the settings, and the editor says so."""
    client.set_configuration(settings)
    client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings))


async def test_settings_are_asked_for_and_followed(shape, start_client, open_sample):
    document = await open_sample(SAMPLE)
    await document.until(lambda found: severities(found) == {types.DiagnosticSeverity.Warning}, "warnings")
    await changed(document.client, {"kale": {"strict": True}})
    await document.until(lambda found: severities(found) == {types.DiagnosticSeverity.Error}, "errors")
    await changed(document.client, {"kale": {"rules": {"KALE002": "hint"}}})
    await document.until(lambda found: severities(found) == {types.DiagnosticSeverity.Hint}, "hints")
    await changed(document.client, {"kale": {"rules": {"foreign-tag": "off"}}})
    await document.until(lambda found: not found, "nothing")
    await changed(document.client, {})
    await document.until(lambda found: severities(found) == {types.DiagnosticSeverity.Warning}, "warnings")


async def test_a_client_that_is_not_asked_pushes_them(start_client, workspace):
    capabilities = text_editor_capabilities()
    capabilities.workspace.configuration = None
    capabilities.workspace.did_change_configuration = None
    document = TextShape(await start_client(capabilities), workspace / SAMPLE)
    await document.open()
    await document.all_diagnosed()
    settings = {"kale": {"rules": {"KALE0": "off"}}}
    document.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings))
    await document.until(lambda found: not found, "nothing")


async def test_settings_come_with_initialize_too(start_client, workspace):
    capabilities = text_editor_capabilities()
    options = {"rules": {"foreign-tag": "information"}}
    document = TextShape(await start_client(capabilities, options), workspace / SAMPLE)
    await document.open()
    found = await document.all_diagnosed()
    assert severities(found) == {types.DiagnosticSeverity.Information}


async def test_a_wrong_setting_is_told_once_and_the_rest_holds(start_client, workspace):
    document = TextShape(await start_client(text_editor_capabilities()), workspace / SAMPLE)
    await document.open()
    await document.all_diagnosed()
    settings = {"kale": {"strict": 1, "rules": {"foriegn-tag": "off", "foreign-tag": "error"}}}
    for _ in range(2):
        await changed(document.client, settings)
        await document.until(lambda found: severities(found) == {types.DiagnosticSeverity.Error}, "errors")
        await document.settled()
    messages = [message.message for message in document.client.messages]
    assert messages == [
        "The setting kale.strict must be true or false.",
        "In the setting kale.rules: Unknown rule foriegn-tag. Did you mean foreign-tag?",
    ]


async def test_an_ignore_comment_takes_diagnostics_back(open_sample):
    document = await open_sample(SAMPLE)
    found = await document.all_diagnosed()
    cell = found[0].cell
    document.set_source(cell, "# kale: ignore[foreign-tag]\n" + document.source(cell))
    await document.until(lambda now: {d.cell for d in now} == {d.cell for d in found} - {cell}, "one less")


async def test_the_server_asks_to_hear_of_changes(start_client):
    client = await start_client(notebook_editor_capabilities())
    await settled(client)
    methods = [registration.method for registration in client.registrations]
    assert methods == ["workspace/didChangeConfiguration", "workspace/didChangeWatchedFiles"]
