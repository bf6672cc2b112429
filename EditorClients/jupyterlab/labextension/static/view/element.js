/**
 * An element with its properties and children.
 *
 * @param {string} tag the name of the element, with classes behind dots: `span.kale-Bar-role`
 * @param {object} properties of the DOM element, `dataset` among them
 * @param {...(Node | string)} children
 */
export function element(tag, properties = {}, ...children) {
  const [name, ...classes] = tag.split('.');
  const { dataset = {}, ...rest } = properties;
  const node = Object.assign(document.createElement(name), rest);
  node.classList.add(...classes);
  Object.assign(node.dataset, dataset);
  node.append(...children);
  return node;
}
