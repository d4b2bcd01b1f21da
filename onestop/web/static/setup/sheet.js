// A table brought in: sent to be looked at, shown row by row, and only then imported.

import { newKey, send } from "../office/api.js";
import { byId, h } from "../office/dom.js";
import { clear, show, showFailure } from "../office/problems.js";
import { learn, say } from "../office/texts.js";

const PATIENCE_MS = 60_000;
const form = byId("sheet");
let looked = null;

function cells(row) {
  const why = row.password ? say("sheet.first_password", { password: row.password }) : row.why || row.fields.join(", ");
  return h("tr", {}, h("td", {}, String(row.line)), h("th", { scope: "row" }, row.name), h("td", {}, say(`sheet.${row.outcome}`)), h("td", {}, why));
}

function tell(report) {
  const sentences = [say(report.kept ? "sheet.kept" : "sheet.count", report)];
  if (report.rows.some((row) => row.password)) sentences.push(say("sheet.passwords"));
  byId("sheet-count").textContent = sentences.join(" ");
  byId("sheet-rows").replaceChildren(...report.rows.map(cells));
  byId("sheet-told").hidden = false;
  byId("sheet-keep").hidden = report.kept || report.refused > 0 || report.added + report.changed === 0;
  byId("sheet-told").focus();
}

async function ask(method, options) {
  clear();
  try {
    tell(await send(method, form.dataset.path, { ...options, patience: PATIENCE_MS }));
  } catch (failure) {
    showFailure(failure);
  }
}

async function look(event) {
  event.preventDefault();
  const [file] = byId("sheet-file").files;
  if (!file) return show(say("errors.refused"), [{ text: say("sheet.no_file"), target: "sheet-file" }]);
  // The key goes with the file: pressed twice, or after a lost answer, it is imported once.
  looked = { file, key: newKey() };
  return ask("POST", { file });
}

await learn("setup");
form?.addEventListener("submit", look);
byId("sheet-keep")?.addEventListener("click", () => ask("PUT", looked));
