"""A notebook open in an editor, in one of the shapes that the server reads, behind one interface.

Each shape keeps the notebook as its editor would, tells the server of every change, and applies what the
server asks for. A test written against the interface holds for both.
"""

from dataclasses import dataclass

from lsprotocol import types

# Questions in a row after which everything has been said: the server answers in order, so that its answer to the first comes
# after what it had to say and to ask; to the second after what follows from the client's answers; and to the third after
# what follows from edits that the server asked the client to make.
QUESTIONS = 3

# The kind of the action that opens the page of a rule.
EXPLANATION = "quickfix.kale.explain"


async def settled(client):
    """Returns when the server has dealt with all that it was sent, and both sides have nothing left to say."""
    nowhere = types.HoverParams(types.TextDocumentIdentifier("untitled:nowhere"), types.Position(0, 0))
    for _ in range(QUESTIONS):
        await client.text_document_hover_async(nowhere)


@dataclass(frozen=True)
class Diagnosed:
    """A diagnostic and the cell it stands in; None for the notebook as a whole."""

    cell: int | None
    diagnostic: types.Diagnostic

    @property
    def code(self):
        return self.diagnostic.code

    @property
    def message(self):
        return self.diagnostic.message


class Shape:
    """What both shapes share. A place is a (document URI, position) pair."""

    def __init__(self, client, path):
        self.client = client
        self.path = path
        self.uri = path.as_uri()
        self.version = 1
        client.shapes[self.uri] = self
        self.encoding = (
            client.initialization.capabilities.position_encoding or types.PositionEncodingKind.Utf16
        )

    async def settled(self):
        """Returns when the server has dealt with all that was sent and says nothing more."""
        await settled(self.client)

    async def until(self, condition, what):
        """What is diagnosed once the server has dealt with all that was sent; `condition` must hold of it."""
        if not condition(self.diagnosed()):
            await self.settled()
        found = self.diagnosed()
        assert condition(found), f"{what}: still {[(d.cell, d.code, d.message) for d in found]}"
        return found

    async def all_diagnosed(self):
        """What is diagnosed once the server has dealt with all that was sent; there must be something."""
        await self.settled()
        return await self.until(lambda found: found, "any diagnostic")

    async def cells_diagnosed(self, expected):
        """Waits until diagnostics stand in exactly the cells expected."""
        expected = set(expected)
        return await self.until(
            lambda found: {d.cell for d in found} == expected,
            f"diagnostics expected in cells {sorted(expected)}",
        )

    async def hover(self, place):
        uri, position = place
        return await self.client.text_document_hover_async(
            types.HoverParams(types.TextDocumentIdentifier(uri), position)
        )

    async def hover_text(self, place):
        hover = await self.hover(place)
        assert hover is not None, f"no hover at {place}"
        assert isinstance(hover.contents, types.MarkupContent)
        return hover.contents.value

    async def code_actions(self, place, diagnostics=(), only=None):
        """The actions that can be applied and change the notebook."""
        uri, position = place
        actions = await self.client.text_document_code_action_async(
            types.CodeActionParams(
                types.TextDocumentIdentifier(uri),
                types.Range(position, position),
                types.CodeActionContext(list(diagnostics), only=only),
            )
        )
        changes = [action for action in actions or [] if action.kind != EXPLANATION]
        return [action for action in changes if action.disabled is None]

    async def fixes(self, found):
        """The quick fixes of a diagnostic."""
        start = found.diagnostic.range.start
        place = (self.cell_uri(found.cell), start)
        actions = await self.code_actions(place, [found.diagnostic], only=[types.CodeActionKind.QuickFix])
        return [action for action in actions if found.diagnostic in (action.diagnostics or [])]

    async def apply(self, action):
        """Does what an editor does when the action is chosen."""
        if action.edit is None and action.data is not None:
            action = await self.client.code_action_resolve_async(action)
        if action.edit is not None:
            self.apply_workspace_edit(action.edit)
        if action.command is not None:
            await self.client.workspace_execute_command_async(
                types.ExecuteCommandParams(action.command.command, action.command.arguments)
            )

    async def compile(self, **arguments):
        return await self.client.workspace_execute_command_async(
            types.ExecuteCommandParams("kale.compile", [{"uri": self.uri, **arguments}])
        )
