'use strict';

const { spawnSync } = require('node:child_process');
const { copyFileSync, mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');

/** Names of processors in the header of a program, by VS Code's names for them. */
const ELF_MACHINES = { x64: 0x3e, arm64: 0xb7 };
const MACH_O_PROCESSORS = { x64: 0x01000007, arm64: 0x0100000c };

/** The platforms that kale-lsp is built for, as VS Code names them. On Linux the program needs no library. */
const TARGETS = ['linux-x64', 'linux-arm64', 'alpine-x64', 'alpine-arm64', 'darwin-x64', 'darwin-arm64'];

/** VS Code's name for the platform that this runs on. */
function currentTarget() {
  return `${process.platform}-${process.arch}`;
}

/**
 * Reads a program to be packaged. One for this platform loses its symbols for debugging, which are more than half of it,
 * if `strip` is installed; one for another platform should come without.
 *
 * @param {string} file
 * @param {string} target
 * @returns {Buffer}
 */
function readProgram(file, target) {
  const program = readFileSync(file);
  checkProgram(program, target);
  // Alpine's program is that of any Linux.
  if (target.replace('alpine', 'linux') !== currentTarget()) return program;
  const folder = mkdtempSync(path.join(tmpdir(), 'kale-strip-'));
  try {
    const copy = path.join(folder, 'kale-lsp');
    copyFileSync(file, copy);
    const { status } = spawnSync('strip', [...(process.platform === 'darwin' ? ['-x'] : []), copy], { stdio: 'ignore' });
    return status === 0 ? readFileSync(copy) : program;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Throws an error if a program was built for another platform: VS Code would install it and could not start it.
 *
 * @param {Buffer} program
 * @param {string} target
 */
function checkProgram(program, target) {
  const [system, processor] = target.split('-');
  const isRight = system === 'darwin' ? isMachO(program, processor) : isELF(program, processor);
  if (!isRight) throw new Error(`The program is not one for ${target}.`);
}

/**
 * @param {Buffer} program
 * @param {string} processor
 */
function isELF(program, processor) {
  return program.length > 20 && program.readUInt32BE(0) === 0x7f454c46
    && program.readUInt16LE(18) === ELF_MACHINES[/** @type {keyof typeof ELF_MACHINES} */ (processor)];
}

/**
 * @param {Buffer} program
 * @param {string} processor
 */
function isMachO(program, processor) {
  return program.length > 8 && program.readUInt32LE(0) === 0xfeedfacf
    && program.readUInt32LE(4) === MACH_O_PROCESSORS[/** @type {keyof typeof MACH_O_PROCESSORS} */ (processor)];
}

module.exports = { TARGETS, currentTarget, readProgram };
