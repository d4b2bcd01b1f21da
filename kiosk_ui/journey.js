// The way home: a new citizen begins afresh, unless the machine cannot print.
import { go, resetSettings } from "./shell.js";
import { printerFailedAt, state } from "./state.js";

export function goHome() {
  resetSettings();
  if (printerFailedAt()) go("paper");
  else if (state.lostAt) go("lost");
  else go("home");
}
