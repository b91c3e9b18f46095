// Describes nodes as values and brings a tree of real ones to them, changing only what differs.
// Nodes stay where they are, so that focus, pictures and screen readers are not disturbed.

/** @typedef {{tag: string, props: Record<string, any>, children: Child[]}} Tree */
/** @typedef {Tree | string} Child */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Describe a node. Children that are null or false are left out; numbers become text.
 *
 * @param {string} tag
 * @param {Record<string, any> | null} [props] attributes; names that begin with "on" are listeners, with "." properties
 * @param {...(Child | number | null | undefined | false | (Child | null | false)[])} children
 * A node "host" stays the only child: what Home Assistant makes draws itself.
 *
 * @returns {Tree}
 */
export const h = (tag, props, ...children) => ({
  tag,
  props: props ?? {},
  children: /** @type {Child[]} */ (
    children
      .flat()
      .filter((child) => child !== null && child !== undefined && child !== false && child !== "")
      .map((child) => (typeof child === "number" ? String(child) : child))
  ),
});

/**
 * Bring the children of a node to a description.
 *
 * @param {Element | ShadowRoot} parent
 * @param {Child[]} children
 * @param {boolean} [svg]
 */
export function patch(parent, children, svg = false) {
  children.forEach((child, position) => {
    const node = parent.childNodes[position];
    if (typeof child === "string") {
      if (node?.nodeType !== Node.TEXT_NODE) place(parent, document.createTextNode(child), node);
      else if (node.nodeValue !== child) node.nodeValue = child;
      return;
    }
    const isSvg = svg || child.tag === "svg";
    const same = node instanceof Element && node.localName === child.tag;
    const element = same
      ? node
      : isSvg
        ? document.createElementNS(SVG, child.tag)
        : document.createElement(child.tag);
    const { host, ...props } = child.props;
    apply(element, props);
    if (!host) patch(element, child.children, isSvg);
    else if (element.firstChild !== host) element.replaceChildren(host);
    if (!same) place(parent, element, node);
  });
  while (parent.childNodes.length > children.length) parent.lastChild?.remove();
}

/**
 * @param {Node} parent
 * @param {Node} node
 * @param {Node | undefined} old
 */
const place = (parent, node, old) => (old ? parent.replaceChild(node, old) : parent.appendChild(node));

/** @type {WeakMap<Element, Record<string, any>>} */
const applied = new WeakMap();

/**
 * @param {Element} element
 * @param {Record<string, any>} props
 */
function apply(element, props) {
  const before = applied.get(element) ?? {};
  for (const [name, value] of Object.entries({
    ...Object.fromEntries(Object.keys(before).map((key) => [key, null])),
    ...props,
  })) {
    if (before[name] === value) continue;
    if (name.startsWith("on")) /** @type {any} */ (element)[name] = value;
    else if (name.startsWith(".")) /** @type {any} */ (element)[name.slice(1)] = value;
    else if (value === null || value === undefined || value === false) element.removeAttribute(name);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  applied.set(element, props);
}
