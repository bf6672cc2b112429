import assert from 'node:assert/strict';
import { test } from 'node:test';

import { emptyTitle } from '../labextension/static/view/emptyTitle.js';

const panel = {};
const server = state => ({ state, reason: state === 'unavailable' ? 'jupyter-lsp is not installed' : null });
const NONE = 'Open a Kale notebook to see its pipeline.';

for (const [situation, words] of [
  [{ server: server('connecting'), panel: null, notebook: null }, NONE],
  [{ server: server('connecting'), panel, notebook: null }, 'Starting kale-lsp…'],
  [{ server: server('connecting'), panel, notebook: { isRead: false } }, 'Starting kale-lsp…'],
  [{ server: server('ready'), panel, notebook: null }, 'Reading the notebook…'],
  [{ server: server('ready'), panel, notebook: { isRead: false } }, 'Reading the notebook…'],
  [{ server: server('ready'), panel, notebook: { isRead: true } }, NONE],
  [
    { server: server('ready'), panel, notebook: { isRead: true }, canMakePipeline: true },
    'This notebook is not a pipeline yet.'
  ],
  [{ server: server('unavailable'), panel, notebook: null }, 'jupyter-lsp is not installed']
]) {
  test(`a panel without a pipeline says ${words} for ${JSON.stringify(situation)}`, () => {
    assert.equal(emptyTitle(situation), words);
  });
}
