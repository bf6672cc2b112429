"""The screen of a real Neovim, which is attached to as its terminal would be, as an SVG picture."""

import copy
import dataclasses
import html
import struct
import subprocess

COLUMN, ROW, MARGIN, FONT_SIZE = 8.4, 18, 14, 14
FONT = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace"


def packed(value):
    """A value in MessagePack, as far as requests to Neovim need it."""
    match value:
        case bool():
            return b"\xc3" if value else b"\xc2"
        case int():
            return struct.pack(">Bi", 0xD2, value)
        case str():
            return struct.pack(">BI", 0xDB, len(value.encode())) + value.encode()
        case list():
            return struct.pack(">BI", 0xDD, len(value)) + b"".join(map(packed, value))
        case dict():
            members = b"".join(packed(key) + packed(member) for key, member in value.items())
            return struct.pack(">BI", 0xDF, len(value)) + members
    raise TypeError(value)


class Unpacker:
    """Reads values of MessagePack from a stream."""

    NUMBERS = dict(zip(range(0xCA, 0xD4), (">f", ">d", ">B", ">H", ">I", ">Q", ">b", ">h", ">i", ">q")))
    LENGTHS = {0xC4: ">B", 0xC5: ">H", 0xC6: ">I", 0xD9: ">B", 0xDA: ">H", 0xDB: ">I"}
    LENGTHS |= {0xDC: ">H", 0xDD: ">I", 0xDE: ">H", 0xDF: ">I", 0xC7: ">B", 0xC8: ">H", 0xC9: ">I"}

    def __init__(self, stream):
        self.stream = stream

    def number(self, form):
        return struct.unpack(form, self.bytes(struct.calcsize(form)))[0]

    def bytes(self, count):
        data = self.stream.read(count)
        if len(data) < count:
            raise EOFError
        return data

    def value(self):
        head = self.bytes(1)[0]
        if head < 0x80:
            return head
        if head >= 0xE0:
            return head - 0x100
        if head < 0x90:
            return self.map(head & 0x0F)
        if head < 0xA0:
            return self.array(head & 0x0F)
        if head < 0xC0:
            return self.bytes(head & 0x1F).decode()
        if head in self.NUMBERS:
            return self.number(self.NUMBERS[head])
        if head in (0xC0, 0xC2, 0xC3):
            return {0xC0: None, 0xC2: False, 0xC3: True}[head]
        if 0xD4 <= head <= 0xD8:
            return self.bytes(1 + (1 << (head - 0xD4)))
        return self.long_value(head, self.number(self.LENGTHS[head]))

    def long_value(self, head, length):
        if head in (0xDC, 0xDD):
            return self.array(length)
        if head in (0xDE, 0xDF):
            return self.map(length)
        if head in (0xC7, 0xC8, 0xC9):
            return self.bytes(1 + length)
        data = self.bytes(length)
        return data.decode() if head >= 0xD9 else data

    def array(self, count):
        return [self.value() for _ in range(count)]

    def map(self, count):
        return {self.value(): self.value() for _ in range(count)}


@dataclasses.dataclass
class Screen:
    """The characters of the screen and their looks, kept up to date by Neovim's `redraw` events."""

    columns: int
    rows: int

    def __post_init__(self):
        self.looks = {0: {}}
        self.colors = {}
        self.grid_clear(1)

    def redraw(self, batches):
        for name, *calls in batches:
            handler = getattr(self, name, None)
            for arguments in calls if handler else []:
                handler(*arguments)

    def grid_clear(self, _):
        self.cells = [[(" ", 0)] * self.columns for _ in range(self.rows)]

    def default_colors_set(self, foreground, background, special, *_):
        self.colors = {"foreground": foreground, "background": background, "special": special}

    def hl_attr_define(self, identifier, look, *_):
        self.looks[identifier] = look

    def grid_line(self, _, row, column, cells, *__):
        look = 0
        for text, *rest in cells:
            look = rest[0] if rest else look
            for _ in range(rest[1] if len(rest) > 1 else 1):
                self.cells[row][column] = (text, look)
                column += 1

    def grid_scroll(self, _, top, bottom, left, right, rows, __):
        order = range(top, bottom - rows) if rows > 0 else range(bottom - 1, top - rows - 1, -1)
        for row in order:
            self.cells[row][left:right] = self.cells[row + rows][left:right]

    def svg(self, title):
        """The screen as a picture."""
        width, height = round(2 * MARGIN + self.columns * COLUMN), 2 * MARGIN + self.rows * ROW
        lines = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
            f'height="{height}" role="img">',
            f"<title>{html.escape(title)}</title>",
            f'<rect width="{width}" height="{height}" rx="8" fill="{self.color({}, "background")}"/>',
            f'<g font-family="{FONT}" font-size="{FONT_SIZE}" xml:space="preserve">',
        ]
        for number, row in enumerate(self.cells):
            lines += self.svg_row(row, MARGIN + number * ROW)
        return "\n".join([*lines, "</g>", "</svg>"]) + "\n"

    def svg_row(self, row, top):
        lines, start = [], 0
        while start < len(row):
            end = start
            while end < len(row) and row[end][1] == row[start][1]:
                end += 1
            text = "".join(cell[0] for cell in row[start:end])
            lines += self.svg_run(text, self.looks[row[start][1]], start, top)
            start = end
        return lines

    def svg_run(self, text, look, column, top):
        lines, left, width = [], MARGIN + column * COLUMN, len(text) * COLUMN
        background = self.color(look, "background")
        if background != self.color({}, "background"):
            lines.append(f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="{ROW}" fill="{background}"/>')
        if look.get("underline") or look.get("undercurl"):
            color = self.color(look, "special")
            lines.append(f'<path d="M{left:.1f} {top + ROW:.1f}h{width:.1f}" stroke="{color}"/>')
        left += (len(text) - len(text.lstrip())) * COLUMN
        text = text.strip()
        if text:
            weight = ' font-weight="bold"' if look.get("bold") else ""
            lines.append(
                f'<text x="{left:.1f}" y="{top + 13.5}" textLength="{len(text) * COLUMN:.1f}" '
                f'fill="{self.color(look, "foreground")}"{weight}>{html.escape(text, quote=False)}</text>'
            )
        return lines

    def color(self, look, kind):
        if look.get("reverse") and kind != "special":
            kind = {"foreground": "background", "background": "foreground"}[kind]
        value = look.get(kind, self.colors[kind])
        return f"#{value:06x}"


def screen_of(command, columns, rows, **options):
    """The screen of a Neovim when its script notifies `picture`. `command` begins with the program."""
    process = subprocess.Popen(
        [command[0], "--embed", *command[1:]], stdin=subprocess.PIPE, stdout=subprocess.PIPE, **options
    )
    attach = [columns, rows, {"rgb": True, "ext_linegrid": True}]
    process.stdin.write(packed([0, 1, "nvim_ui_attach", attach]))
    process.stdin.flush()
    screen, unpacker = Screen(columns, rows), Unpacker(process.stdout)
    shown = None
    try:
        while True:
            match unpacker.value():
                case [2, "redraw", batches]:
                    screen.redraw(batches)
                case [2, "picture", _]:
                    shown = copy.deepcopy(screen)
    except EOFError:
        process.wait()
    return shown
