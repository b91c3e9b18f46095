/**
 * Define an element so that it outlasts the change of registries.
 *
 * Home Assistant 2026.9 and 2026.10 put a registry of their own in the place of the browser's
 * while a page starts. What was defined before is lost in it, so it is defined there again.
 *
 * @param {string} tag
 * @param {CustomElementConstructor} element
 */
export function define(tag, element) {
  const put = () => customElements.get(tag) || customElements.define(tag, element);
  const before = window.customElements;
  put();
  before.whenDefined("home-assistant").then(() => window.customElements !== before && put());
}
