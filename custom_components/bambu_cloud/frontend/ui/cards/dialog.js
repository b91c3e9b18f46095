// A question before something that cannot be undone.

import { h } from "../html.js";

/**
 * @param {{title: string, words: string, cancel: string, confirm: string, act: () => void}} options
 */
export function question({ title, words, cancel, confirm, act }) {
  const close = (/** @type {Event} */ { currentTarget }) =>
    /** @type {HTMLElement} */ (currentTarget).closest("dialog")?.close();
  const sure = (/** @type {Event} */ event) => {
    close(event);
    act();
  };
  return h(
    "dialog",
    { "aria-labelledby": "title" },
    h("h2", { id: "title" }, title),
    h("p", null, words),
    h(
      "div",
      { class: "buttons" },
      h("button", { class: "action", onclick: close }, cancel),
      h("button", { class: "action confirm", onclick: sure }, confirm),
    ),
  );
}

export const dialogStyles = `
  .buttons { display: flex; flex-wrap: wrap; gap: 8px; }
  .action { display: flex; flex: 1 1 0; align-items: center; justify-content: center; gap: 6px; min-block-size: 44px; padding: 0 14px; white-space: nowrap;
    border-radius: var(--ha-border-radius-md, 8px); background: var(--secondary-background-color); }
  .action ha-icon { --mdc-icon-size: 20px; }
  dialog { color: var(--primary-text-color); background: var(--card-background-color); border: 0; border-radius: var(--ha-card-border-radius, 12px);
    padding: 24px; max-inline-size: 400px; box-shadow: 0 8px 32px rgb(0 0 0 / 40%); }
  dialog::backdrop { background: rgb(0 0 0 / 50%); }
  dialog h2 { margin: 0 0 8px; font-size: var(--ha-font-size-xl, 20px); font-weight: var(--ha-font-weight-medium, 500); }
  dialog p { margin: 0 0 20px; overflow-wrap: anywhere; }
`;
