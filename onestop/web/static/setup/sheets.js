// Files of procedures: looked at first, row by row; nothing is taken over while one row is refused.

import { newKey, send } from "../office/api.js";
import { byId, h } from "../office/dom.js";
import { clear, show, showFailure } from "../office/problems.js";
import { say } from "../office/texts.js";

const PATH = "/api/setup/procedures/sheets";
let looked = null;

const encoded = (file) =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve({ name: file.name, content: reader.result.split(",")[1] ?? "" }));
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(file);
  });

const line = (row) =>
  h("tr", {}, h("td", {}, row.file), h("td", { className: "num" }, String(row.line)), h("th", { scope: "row", className: "num" }, row.code),
    h("td", {}, say(`sheets.${row.outcome}`)), h("td", {}, row.detail || row.changed.join(", ")));

function tell({ rows, added, changed, unchanged, refused }) {
  const told = rows.filter((row) => row.outcome !== "unchanged");
  const heads = ["file", "line", "code", "outcome", "detail"].map((name) => h("th", { scope: "col" }, say(`sheets.${name}`)));
  const table = h("table", { className: "t ds" }, h("thead", {}, h("tr", {}, ...heads)), h("tbody", {}, ...told.map(line)));
  byId("sheets-found").replaceChildren(h("p", {}, say("sheets.counts", { added, changed, unchanged, refused })), ...(told.length ? [table] : []));
  byId("sheets-take").hidden = refused > 0 || added + changed === 0;
  byId("sheets-found").focus();
}

async function look(event) {
  event.preventDefault();
  clear();
  const files = [...byId("sheets-file").files];
  byId("sheets-take").hidden = true;
  if (!files.length) return show(say("errors.refused"), [{ text: say("sheets.no_file"), target: "sheets-file" }]);
  try {
    looked = await Promise.all(files.map(encoded));
    tell(await send("POST", PATH, { body: { files: looked, take: false }, key: newKey() }));
  } catch (failure) {
    showFailure(failure);
  }
  return undefined;
}

async function take() {
  clear();
  try {
    const answer = await send("POST", PATH, { body: { files: looked, take: true }, key: newKey() });
    sessionStorage.setItem("onestop-setup-said", say("sheets.taken", { count: answer.added + answer.changed }));
    location.assign("/setup/procedures?state=draft");
  } catch (failure) {
    showFailure(failure);
  }
}

byId("sheets").addEventListener("submit", look);
byId("sheets-take").addEventListener("click", take);
