"""pytest-lsp's client, as the two kinds of editor that kale-lsp speaks with."""

from lsprotocol import types
from pygls.protocol import JsonRPCRequestMessage, JsonRPCResponseMessage, default_converter
from pytest_lsp import LanguageClient, client_capabilities
from pytest_lsp.client import register_lsp_features

APPLY_NOTEBOOK_EDIT = "kale/applyNotebookEdit"


def plain_converter():
    """Messages that the specification does not know keep their plain JSON values."""
    converter = default_converter()
    for message in (JsonRPCRequestMessage, JsonRPCResponseMessage):
        converter.register_structure_hook(message, lambda value, type_: type_(**value))
    return converter


def make_client():
    client = LanguageClient(converter_factory=plain_converter)
    register_lsp_features(client)
    return client


def text_editor_capabilities():
    """What Neovim announces: documents as text, nothing of notebooks."""
    return client_capabilities("neovim@v0.11.0")


def notebook_editor_capabilities():
    """What VS Code announces, with what its kale-lsp extension adds."""
    capabilities = client_capabilities("visual-studio-code")
    capabilities.notebook_document = types.NotebookDocumentClientCapabilities(
        types.NotebookDocumentSyncClientCapabilities(dynamic_registration=True, execution_summary_support=True)
    )
    capabilities.experimental = {"kale": {"applyNotebookEdit": True}}
    return capabilities
