// A question: which of several things to do, or whether to do what cannot be undone.

import { h } from "../html.js";

/** @typedef {{label: string, icon?: string, act: () => unknown}} Choice what it does; false keeps a form open */
/** @typedef {{title: string, words?: string, choices: Choice[], content?: HTMLElement}} Question what else it shows has a title of its own: a card, or a form with choices */

/** @param {Event} event */
const close = ({ currentTarget }) => /** @type {HTMLElement} */ (currentTarget).closest("dialog")?.close();

/**
 * Describe a dialog; without a question, it is there for the next one.
 *
 * @param {Question | null} question
 * @param {import("../hass.js").Localize} localize
 */
export function dialogTree(question, localize) {
  if (!question) return h("dialog");
  const { title, words, choices, content } = question;
  const isMenu = !words && !content;
  const cancel = localize(`ui.common.${content && !choices.length ? "close" : "cancel"}`);
  return h(
    "dialog",
    { "aria-label": title },
    content ? h("div", { class: "content", host: content }) : h("h2", null, title),
    words && h("p", null, words),
    h(
      "div",
      { class: isMenu ? "buttons menu" : "buttons" },
      // The first one has the focus: to confirm is a step of its own.
      !isMenu && h("button", { class: "action", onclick: close }, cancel),
      ...choices.map(({ icon, label, act }) =>
        h(
          "button",
          {
            class: isMenu ? "action" : "action confirm",
            onclick: (/** @type {Event} */ event) => act() !== false && close(event),
          },
          icon && h("ha-icon", { icon, "aria-hidden": "true" }),
          h("span", null, label),
        ),
      ),
      isMenu && h("button", { class: "action cancel", onclick: close }, cancel),
    ),
  );
}

export const dialogStyles = `
  button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; text-align: start; border-radius: 6px; }
  :focus-visible { outline: 2px solid var(--primary-color); outline-offset: 2px; }
  .buttons { display: flex; flex-wrap: wrap; gap: 8px; }
  .action { display: flex; flex: 1 1 0; align-items: center; justify-content: center; gap: 6px; min-block-size: 44px; padding: 0 14px; white-space: nowrap;
    border-radius: var(--ha-border-radius-md, 8px); background: var(--secondary-background-color); }
  .action ha-icon { --mdc-icon-size: 20px; }
  .menu { flex-direction: column; gap: 4px; }
  .menu .action { flex: none; justify-content: flex-start; gap: 16px; margin-inline: -12px; padding: 0 12px; background: none; }
  .menu .action:hover { background: var(--secondary-background-color); }
  .menu .cancel { justify-content: center; margin: 8px 0 0; background: var(--secondary-background-color); }
  dialog { color: var(--primary-text-color); background: var(--card-background-color); border: 0; border-radius: var(--ha-card-border-radius, 12px);
    box-sizing: border-box; padding: 24px; inline-size: min(400px, 100vw - 32px); box-shadow: 0 8px 32px rgb(0 0 0 / 40%); }
  dialog::backdrop { background: rgb(0 0 0 / 50%); }
  dialog h2 { margin: 0 0 8px; font-size: var(--ha-font-size-xl, 20px); font-weight: var(--ha-font-weight-medium, 500); overflow-wrap: anywhere; }
  dialog .content { --ha-card-border-width: 0; --ha-card-box-shadow: none; margin: -12px -16px 8px; }
  dialog p { margin: 0 0 20px; overflow-wrap: anywhere; }
`;
