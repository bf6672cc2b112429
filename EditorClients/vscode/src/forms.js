'use strict';

const { withoutNulls } = require('./logic/forms');
const { cellAt } = require('./logic/outline');

/** @typedef {import('./logic/forms').FormAddress} FormAddress */

/** The forms of the server: what there is to set of a cell or a pipeline, and what becomes of a change. */
class Forms {
  /**
   * @param {import('./server').Server} server
   * @param {import('./outlineStore').OutlineStore} outlines
   */
  constructor(server, outlines) {
    this.server = server;
    this.outlines = outlines;
  }

  /**
   * @param {FormAddress} address
   * @returns {Promise<import('./logic/forms').Form | null>}
   */
  async form(address) {
    const form = await this.server.request('kale/form', address);
    return form && { ...form, fields: withoutNulls(form.fields) };
  }

  /**
   * Says what would become of changes, and writes nothing.
   *
   * @param {FormAddress} address
   * @param {import('./logic/forms').Changes} changes
   * @returns {Promise<import('./logic/forms').Check>}
   */
  async check(address, changes) {
    const { problems, fields } = await this.server.request('kale/checkForm', { ...address, changes });
    return { problems, fields: withoutNulls(fields) };
  }

  /**
   * Makes changes as one edit, or fails with what is wrong with them.
   *
   * @param {FormAddress} address
   * @param {import('./logic/forms').Changes} changes
   */
  apply(address, changes) {
    return this.server.execute('kale.applyForm', { ...address, changes });
  }

  /**
   * How the server finds the form of the cell at a place: by the document of the cell, or by the text that holds it and
   * its index.
   *
   * @param {import('./place').Place} place
   * @returns {Promise<FormAddress | undefined>} undefined if no cell is there
   */
  async addressOf(place) {
    if (place.notebook !== undefined) return { uri: place.uri };
    const outline = await this.outlines.outlineIfKnown(place.documentURI);
    const cell = outline === null ? undefined : cellAt(outline, place.uri, place.position.line);
    return cell === undefined ? undefined : { uri: place.documentURI, cell: cell.cell };
  }
}

module.exports = { Forms };
