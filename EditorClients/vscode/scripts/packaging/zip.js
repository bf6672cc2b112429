'use strict';

const { crc32, deflateRawSync } = require('node:zlib');

/** The earliest time that zip knows, 1 January 1980: the same files make the same archive. */
const TIMESTAMP = { time: 0, date: (1 << 5) | 1 };

/** What zip calls the system whose file permissions an entry has, and the version of the format that is needed. */
const UNIX = 3;
const FORMAT = 20;

const DEFLATED = 8;
const UTF8_NAME = 1 << 11;

/**
 * Makes a zip archive.
 *
 * @param {{ name: string, content: Buffer, isExecutable?: boolean }[]} files
 * @returns {Buffer}
 */
function zip(files) {
  /** @type {Buffer[]} */
  const members = [];
  /** @type {Buffer[]} */
  const directory = [];
  let offset = 0;
  for (const { name, content, isExecutable } of files) {
    const path = Buffer.from(name, 'utf8');
    const packed = deflateRawSync(content, { level: 9 });
    const common = describe(path, content, packed);
    const header = Buffer.alloc(4);
    header.writeUInt32LE(0x04034b50);
    members.push(header, common, path, packed);
    directory.push(directoryEntry(common, isExecutable === true ? 0o100755 : 0o100644, offset), path);
    offset += header.length + common.length + path.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...members, listed, end]);
}

/**
 * The fields that the header of a member and its entry in the directory have in common.
 *
 * @param {Buffer} path
 * @param {Buffer} content
 * @param {Buffer} packed
 */
function describe(path, content, packed) {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(FORMAT, 0);
  fields.writeUInt16LE(UTF8_NAME, 2);
  fields.writeUInt16LE(DEFLATED, 4);
  fields.writeUInt16LE(TIMESTAMP.time, 6);
  fields.writeUInt16LE(TIMESTAMP.date, 8);
  fields.writeUInt32LE(crc32(content), 10);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(content.length, 18);
  fields.writeUInt16LE(path.length, 22);
  return fields;
}

/**
 * @param {Buffer} common
 * @param {number} mode
 * @param {number} offset of the member in the archive
 */
function directoryEntry(common, mode, offset) {
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE((UNIX << 8) | FORMAT, 4);
  common.copy(entry, 6);
  entry.writeUInt32LE((mode << 16) >>> 0, 38);
  entry.writeUInt32LE(offset, 42);
  return entry;
}

module.exports = { zip };
