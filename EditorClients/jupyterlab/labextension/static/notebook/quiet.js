/**
 * Whether problems are marked in the cells of a notebook.
 *
 * A notebook that is being made a pipeline is full of errors until its last cell is tagged. From its first tag until a
 * proposal is applied or dismissed, or the notebook is compiled, its problems are only counted.
 */
export class Quiet {
  isOn = false;
  /** Whether it has been seen without tags. */
  #wasOrdinary = false;
  #hasEnded = false;

  /** Notes whether the notebook is one for Kale. */
  see(isKale) {
    if (!isKale) {
      this.#wasOrdinary = true;
      this.#hasEnded = false;
    } else if (this.#wasOrdinary && !this.#hasEnded) {
      this.isOn = true;
    }
  }

  /** @returns {boolean} whether that changes anything */
  begin() {
    const changes = !this.isOn;
    this.isOn = true;
    return changes;
  }

  /** @returns {boolean} whether that changes anything */
  end() {
    const changes = this.isOn;
    this.isOn = false;
    this.#hasEnded = true;
    return changes;
  }
}
