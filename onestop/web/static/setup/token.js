// A device's token, or an officer's first password, shown once: in no list and no journal, gone with this dialog.

import { byId } from "../office/dom.js";

const PAGE = { kiosk: "/kiosk/", board: "/board/" };

/** Show a token until somebody says that it is kept; a screen's token also as the link that enrols it. */
export function showToken(token, kind) {
  const dialog = byId("token");
  byId("token-text").textContent = token;
  const link = byId("token-link");
  if (link) link.hidden = !PAGE[kind];
  if (link && PAGE[kind]) link.firstElementChild.href = `${PAGE[kind]}#token=${token}`;
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", resolve, { once: true });
  });
}
