"""pytest-lsp's client, as the two kinds of editor that kale-lsp speaks with."""

import copy
import functools

from lsprotocol import types
from pygls.protocol import JsonRPCRequestMessage, JsonRPCResponseMessage, default_converter
from pytest_lsp import LanguageClient, client_capabilities
from pytest_lsp.client import register_lsp_features

APPLY_NOTEBOOK_EDIT = "kale/applyNotebookEdit"


# It writes code for each type that it meets, which takes longer than most tests: all clients have the same one.
@functools.cache
def make_converter():
    """lsprotocol's converter, set right where it would lose what the server says."""
    converter = default_converter()
    # Messages that the specification does not know keep their plain JSON values.
    for message in (JsonRPCRequestMessage, JsonRPCResponseMessage):
        converter.register_structure_hook(message, lambda value, type_: type_(**value))

    # lsprotocol 2025.0.0 takes a code action that carries a command for a bare command.
    def command_or_action(value, _):
        is_command = isinstance(value.get("command"), str)
        return converter.structure(value, types.Command if is_command else types.CodeAction)

    converter.register_structure_hook(types.Command | types.CodeAction, command_or_action)

    # It takes options with a choice of documents for options without.
    def diagnostic_options(value, _):
        if value is None:
            return None
        has_selector = "documentSelector" in value
        return converter.structure(
            value, types.DiagnosticRegistrationOptions if has_selector else types.DiagnosticOptions
        )

    converter.register_structure_hook(
        types.DiagnosticOptions | types.DiagnosticRegistrationOptions | None, diagnostic_options
    )
    return converter


def make_client():
    client = LanguageClient(converter_factory=make_converter)
    register_lsp_features(client)
    client.shapes = {}  # what is open in this editor, by URI; edits go to the shape that they name

    client.registrations = []  # what the server has asked to hear of

    @client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register_capability(params: types.RegistrationParams):
        client.registrations += params.registrations

    client.refreshed = []  # what the server has asked to be asked for anew

    def refresh(method):
        @client.feature(method)
        def asked_to_refresh(*_):
            client.refreshed.append(method)

    refresh(types.WORKSPACE_CODE_LENS_REFRESH)
    refresh(types.WORKSPACE_INLAY_HINT_REFRESH)

    @client.feature(types.WORKSPACE_APPLY_EDIT)
    def apply_edit(params: types.ApplyWorkspaceEditParams):
        edit = params.edit
        uris = list(edit.changes or {}) + [change.text_document.uri for change in edit.document_changes or []]
        client.shapes[uris[0]].apply_workspace_edit(edit)
        return types.ApplyWorkspaceEditResult(applied=True)

    @client.feature(APPLY_NOTEBOOK_EDIT)
    def apply_notebook_edit(params):
        return client.shapes[params["edit"]["notebookDocument"]["uri"]].apply_notebook_edit(params)

    return client


@functools.cache
def announced_by(editor):
    """What a release of an editor announces. Reading it takes a converter of its own."""
    return client_capabilities(editor)


def text_editor_capabilities():
    """What Neovim announces: documents as text, nothing of notebooks."""
    return copy.deepcopy(announced_by("neovim@v0.11.0"))


def notebook_editor_capabilities():
    """What VS Code announces, with what its kale-lsp extension adds."""
    capabilities = copy.deepcopy(announced_by("visual-studio-code"))
    capabilities.notebook_document = types.NotebookDocumentClientCapabilities(
        types.NotebookDocumentSyncClientCapabilities(
            dynamic_registration=True, execution_summary_support=True
        )
    )
    kinds = ["cellMetadata", "cellText", "insertCells", "notebookMetadata"]
    capabilities.experimental = {"kale": {"applyNotebookEdit": True, "notebookEditKinds": kinds}}
    return capabilities
