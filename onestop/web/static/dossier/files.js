// The files of a dossier: listed, sent with their progress, declared void, and who looked; each act asks the list anew.

import { Problem, Unreachable, csrf, get, post } from "../office/api.js";
import { day, hour } from "../office/dates.js";
import { ask } from "../office/dialogs.js";
import { byId, h } from "../office/dom.js";
import { showFailure } from "../office/problems.js";
import { lang, learn, say } from "../office/texts.js";

const panel = byId("files");
const address = `/api/dossiers/${encodeURIComponent(panel.dataset.code)}/files`;
const keeps = panel.dataset.keeps === "yes";
const PICTURES = ["image/png", "image/jpeg"];

const when = (instant) => `${day(instant)} ${hour(instant)}`;

function size(bytes) {
  const [amount, unit] = bytes < 1_000_000 ? [Math.max(1, Math.round(bytes / 1000)), "KB"] : [bytes / 1_000_000, "MB"];
  return `${new Intl.NumberFormat(lang, { maximumFractionDigits: 1 }).format(amount)} ${unit}`;
}

async function list() {
  const files = await get(address);
  byId("files-table").hidden = files.length === 0;
  byId("files-none").hidden = files.length > 0;
  byId("files-rows").replaceChildren(...files.map(row));
}

function row(file) {
  const shown = PICTURES.includes(file.media_type);
  const name = h("a", shown ? { href: `${file.url}?show=true`, target: "_blank", rel: "noopener" } : { href: file.url, download: file.name }, file.name);
  const notes = [];
  if (!file.newest) notes.push(say("files.older"));
  if (file.void_at) notes.push(say("files.is_void", { reason: file.void_reason }));
  const cells = [
    h("th", { scope: "row", className: file.void_at ? "gone" : "" }, name),
    h("td", {}, say(`files.of.${file.kind}`), notes.length ? h("div", { className: "soft" }, notes.join(" ")) : null),
    h("td", { className: "r" }, String(file.version)),
    h("td", { className: "r" }, size(file.size)),
    h("td", {}, when(file.uploaded_at), file.officer_name ? h("div", { className: "soft" }, file.officer_name) : null),
  ];
  if (keeps) cells.push(h("td", {}, h("div", { className: "acts" }, acts(file))));
  return h("tr", { className: file.newest ? "" : "older" }, cells);
}

function acts(file) {
  const button = (word, act) => h("button", { className: "b bare", type: "button", "aria-label": `${word}: ${file.name}, ${file.version}`, onclick: guarded(act) }, word);
  const made = [button(say("files.seen"), () => showLooks(file))];
  if (!file.void_at) made.push(button(say("files.void"), () => declareVoid(file)));
  return made;
}

const guarded = (act) => async () => {
  try {
    await act();
  } catch (failure) {
    showFailure(failure);
  }
};

async function showLooks(file) {
  const looks = await get(`${file.url}/seen`);
  const lines = looks.map((look) => h("li", {}, `${when(look.at)} ${look.officer_name ?? "–"}`));
  byId("files-seen-list").replaceChildren(...(lines.length ? lines : [h("li", {}, say("files.nobody"))]));
  await ask("files-seen");
}

async function declareVoid(file) {
  const answer = await ask("ask-void-file", () => { byId("void-file-name").textContent = file.name; });
  if (!answer) return;
  await post(`${file.url}/void`, { reason: answer.reason });
  await list();
}

/** Send one file, with what it is; `told` hears the share that has left, 0 to 1. fetch tells nobody of that. */
function deliver(file, told) {
  const form = new FormData();
  form.append("kind", byId("files-kind").value);
  form.append("place", byId("files-place").value);
  form.append("file", file);
  const call = new XMLHttpRequest();
  call.open("POST", address);
  call.setRequestHeader("x-csrftoken", csrf());
  call.setRequestHeader("Accept", "application/json");
  call.setRequestHeader("Accept-Language", document.documentElement.lang);
  call.upload.addEventListener("progress", (sent) => { if (sent.lengthComputable) told(sent.loaded / sent.total); });
  return new Promise((resolve, reject) => {
    call.addEventListener("error", () => reject(new Unreachable("upload")));
    call.addEventListener("load", () => (call.status === 201 ? resolve() : reject(new Problem(call.status, parsed(call.responseText)))));
    call.send(form);
  });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** Send files one after the other: each is a version of its own, and a scanner's batch keeps its order. */
async function sendAll(files) {
  for (const file of files) {
    const bar = h("progress", { max: 1, value: 0, "aria-label": say("files.sending", { name: file.name }) });
    const line = h("li", {}, h("span", {}, say("files.sending", { name: file.name })), bar);
    byId("files-going").append(line);
    try {
      await deliver(file, (share) => { bar.value = share; });
    } catch (failure) {
      showFailure(failure);
      break;
    } finally {
      line.remove();
    }
  }
  byId("files-pick").value = "";
  await guarded(list)();
}

function listenToDrops(form) {
  for (const kind of ["dragenter", "dragover"]) form.addEventListener(kind, (drag) => { drag.preventDefault(); form.classList.add("over"); });
  for (const kind of ["dragleave", "drop"]) form.addEventListener(kind, () => form.classList.remove("over"));
  form.addEventListener("drop", (drop) => { drop.preventDefault(); sendAll([...drop.dataTransfer.files]); });
  form.addEventListener("submit", (submit) => submit.preventDefault());
  byId("files-pick").addEventListener("change", () => sendAll([...byId("files-pick").files]));
  form.hidden = false;
}

await learn("dossier");
if (keeps) listenToDrops(byId("files-form"));
await guarded(list)();
