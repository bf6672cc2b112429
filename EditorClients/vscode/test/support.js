'use strict';

/** What several tests of the whole extension need. */

const path = require('node:path');

const repository = path.join(__dirname, '../../..');

/** The server: the one that KALE_LSP names, or the release build of this repository. */
const program = process.env.KALE_LSP ?? path.join(repository, '.build/release/kale-lsp');

/** The folder of sample notebooks. */
const notebooks = path.join(repository, 'protocol-fixtures/notebooks');

/** What does not pass yet of the checks that are waited for, by check. */
const unmet = new Map();

/** Waits until a check passes, which may be asynchronous, however long that takes. */
async function eventually(check) {
  for (;;) {
    try {
      const value = await check();
      unmet.delete(check);
      return value;
    } catch (error) {
      unmet.set(check, error);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

/** The last message of a kind that a view got: views get others whenever the outline of their notebook has changed. */
function lastOf(view, kind) {
  return view.messages.findLast((message) => message.kind === kind);
}

// Tests/run.sh ends a suite in which something waits for what never comes; what that is, is said here.
process.once('SIGTERM', () => {
  for (const error of unmet.values()) console.error('Waited for in vain:', error);
  process.exit(1);
});

module.exports = { eventually, lastOf, notebooks, program };
