/** Nodes that show a text with its words in backticks as code, as the server's messages have them. */
export function inlineCode(text) {
  return text.split('`').map((part, index) => {
    if (index % 2 === 0) return document.createTextNode(part);
    const code = document.createElement('code');
    code.textContent = part;
    return code;
  });
}
