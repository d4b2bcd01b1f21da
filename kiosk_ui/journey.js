// The way home: a new citizen begins afresh, unless the machine cannot print.
import { hearClasses } from "./server.js";
import { go, resetSettings } from "./shell.js";
import { printerFailedAt, state } from "./state.js";
import { fetchTexts } from "./text.js";

export function goHome() {
  resetSettings();
  renew();
  if (printerFailedAt()) go("paper");
  else if (state.lostAt) go("lost");
  else go("home");
}

/** What the office settled meanwhile counts for the next citizen, without a restart; no answer, no change. */
function renew() {
  if (state.lostAt) return;
  fetchTexts().catch(() => {});
  hearClasses();
}
