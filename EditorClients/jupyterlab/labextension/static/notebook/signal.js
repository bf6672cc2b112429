/** A list of functions to be called when something happens. */
export class Signal {
  #slots = new Set();

  /** @returns {() => void} what takes the function off the list */
  connect(slot) {
    this.#slots.add(slot);
    return () => this.#slots.delete(slot);
  }

  emit(value) {
    for (const slot of [...this.#slots]) slot(value);
  }
}
