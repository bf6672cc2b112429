'use strict';

/** What several tests of the whole extension need. */

const path = require('node:path');

const repository = path.join(__dirname, '../../..');

/** The server: the one that KALE_LSP names, or the release build of this repository. */
const program = process.env.KALE_LSP ?? path.join(repository, '.build/release/kale-lsp');

/** The folder of sample notebooks. */
const notebooks = path.join(repository, 'protocol-fixtures/notebooks');

/** Waits until a check passes, and fails as it does in the end. */
async function eventually(check, patience = 5000) {
  const end = Date.now() + patience;
  for (;;) {
    try {
      return check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

module.exports = { eventually, notebooks, program };
