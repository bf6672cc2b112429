import { compare } from '../protocol/positions.js';
import { isEqual } from './isEqual.js';

const NONE = Object.freeze([]);

/** What the server says is wrong in a notebook and its cells. A list that stays the same stays the same object. */
export class Diagnostics {
  /** Lists by the URIs of their documents; none is empty. */
  #lists = new Map();
  /** Another number whenever a list changes. */
  version = 0;

  get isEmpty() {
    return this.#lists.size === 0;
  }

  /** What is wrong in a document, errors first. */
  of(uri) {
    return this.#lists.get(uri) ?? NONE;
  }

  /** @returns {boolean} whether that is another list than before */
  replace(uri, diagnostics) {
    const sorted = [...diagnostics].sort(bySeverityAndPlace);
    if (isEqual(sorted, this.of(uri))) return false;
    this.version += 1;
    if (sorted.length === 0) this.#lists.delete(uri);
    else this.#lists.set(uri, sorted);
    return true;
  }

  forget(uri) {
    this.version += 1;
    this.#lists.delete(uri);
  }

  clear() {
    this.version += 1;
    this.#lists.clear();
  }
}

function bySeverityAndPlace(a, b) {
  return (a.severity ?? 1) - (b.severity ?? 1) || compare(a.range.start, b.range.start);
}
