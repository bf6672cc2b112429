"""What `Tests/build_documentation.py` makes of comments: each declaration below has the fault that its line names, or none.

SwiftPM and DocC read the declarations, as they read those of the targets.
"""

import json
import re
import sys

import pytest

from conftest import HERE

sys.path.insert(0, str(HERE.parent))

import build_documentation  # noqa: E402

DECLARATIONS = """
/// A shape.
package protocol Shape {
  /// Computes the area.
  ///
  /// - Returns: The area in square metres.
  /// - Throws: Why it cannot be computed.
  func area() throws -> Double
}

package struct Square: Shape { // no comment
  /// The length of a side in metres.
  package var side: Double
  package var color: String // no comment
  var name = ""

  package init(side: Double) { (self.side, color) = (side, "") } // no comment

  ///
  package func turn() {} // summary

  /// - Parameter factor: How many times as large.
  package func grow(factor: Double) {} // summary

  /// Draws the square.
  package func draw() throws {} // thrown

  /// Draws the square with typed errors.
  package func draw(on canvas: Int) throws(CancellationError) {} // thrown

  /// Waits until the square is drawn.
  package func finish() async throws -> Int { 0 } // thrown

  /// Draws the square on paper.
  ///
  /// - Throws: That there is no paper.
  @discardableResult
  package func print() throws -> Int { 0 }

  /// Passes each side to a function, and on what that throws.
  package func forEachSide(_ handle: (Double) throws -> Void) rethrows { try handle(side) }

  /// Returns a function that throws.
  package func drawing() -> (Int) throws -> Void { { _ in } }

  package func area() throws -> Double { side * side }
}

/// A color.
package enum Color: String {
  case red
  package enum Depth { case deep } // no comment
}

/// A mixture of colors.
package indirect enum Mixture {
  case none
  case one(Color) // no comment
  /// Two mixtures, one above the other.
  case two(Mixture, Mixture)
}

extension Double {
  /// The number in feet.
  package var feet: Double { self * 3.28 }
  package var yards: Double { self } // no comment
}

/// Draws nothing.
public func nothing() {}
public func something() {} // no comment
"""
EXPECTED = {
    number: fault
    for number, line in enumerate(DECLARATIONS.splitlines(), start=1)
    for fault in re.findall("// (no comment|summary|thrown)$", line)
}
WORDS = {
    "no comment": "has no comment",
    "summary": "does not begin with a summary",
    "thrown": "does not say what is thrown",
}


PACKAGE = """// swift-tools-version: 6.0
import PackageDescription

let package = Package(name: "drawing", targets: [.target(name: "Drawing", path: ".")])
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    """The symbol graph of the declarations."""
    folder = tmp_path_factory.mktemp("package")
    (folder / "Package.swift").write_text(PACKAGE, encoding="utf-8")
    (folder / "Drawing.swift").write_text(DECLARATIONS, encoding="utf-8")
    graphs = [json.loads(path.read_text(encoding="utf-8")) for path in build_documentation.extract_graphs(folder)]
    own, extensions = sorted(graphs, key=lambda graph: len(graph["symbols"]), reverse=True)
    return {**own, "symbols": own["symbols"] + extensions["symbols"]}


def test_declarations_without_a_proper_comment_are_found_and_no_others(graph):
    found = {line: sentence for (_, line), sentence in build_documentation.faults(graph)}
    assert found.keys() == EXPECTED.keys(), found
    for line, fault in EXPECTED.items():
        assert WORDS[fault] in found[line]


@pytest.mark.parametrize(
    ("text", "is_clean"),
    [
        ("Draws a ``Square``.", True),
        ("Draws a ``Square/side``.", True),
        ("Draws a ``Circle``.", False),
        ("Draws a ``Square/height``.", False),
        ("- Parameter side: There is none.", False),
    ],
)
def test_a_warning_of_docc_is_a_failure(text, is_clean, graph, tmp_path):
    changed = json.loads(json.dumps(graph))
    for symbol in changed["symbols"]:
        if symbol["names"]["title"] == "nothing()":
            symbol["docComment"]["lines"][0]["text"] = text
    path = tmp_path / "Drawing.symbols.json"
    path.write_text(json.dumps(changed), encoding="utf-8")
    assert build_documentation.build([path], tmp_path / "built", name="Drawing") == is_clean
