/** A message without the backticks that mark code in it, for places that show text as it is. */
export function plainText(message) {
  return message.replaceAll('`', '');
}

/** How much of a message JupyterLab's notifications show, in characters. */
const NOTIFICATION_LENGTH = 140;

/**
 * A message as a notification can show it: whole, or else its first sentence, or as many words as there is room
 * for.
 *
 * @param {string} message
 * @returns {{text: string, isWhole: boolean}}
 */
export function shortened(message) {
  const plain = plainText(message);
  if (plain.length <= NOTIFICATION_LENGTH) return { text: plain, isWhole: true };
  const sentence = /^[^\n]*?[.!?](?=\s)/.exec(plain)?.[0];
  if (sentence !== undefined && sentence.length <= NOTIFICATION_LENGTH) return { text: sentence, isWhole: false };
  const room = plain.slice(0, NOTIFICATION_LENGTH - 1);
  const end = Math.max(room.lastIndexOf(' '), NOTIFICATION_LENGTH / 2);
  return { text: `${room.slice(0, end)}…`, isWhole: false };
}
