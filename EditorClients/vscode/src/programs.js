'use strict';

const { constants, accessSync, statSync } = require('node:fs');

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

module.exports = { isExecutable };
