// The choice of a line: who waits where, asked again every ten seconds while the screen is open.
import { Lost } from "../api.js";
import { button, el, heading, icon } from "../dom.js";
import { hearClasses, hearLines, isUnenrolled } from "../server.js";
import { go } from "../shell.js";
import { named, opensAt, sectorLines, state } from "../state.js";
import { people, range, say } from "../text.js";
import { digits, momentOf } from "../when.js";

const ASK_MS = 10_000;
const mostOnAPage = () => (matchMedia("(orientation: landscape)").matches ? 8 : 7); // two columns or one

export function sector({ starts = [0] }) {
  const list = el("ul.lines.num");
  const note = el("div.under");
  const sheet = { list, note, starts, size: mostOnAPage() }; // starts: the first row of each page up to this one
  const refresh = setInterval(() => ask(sheet), ASK_MS);
  // Laid out only once it stands in the page: how many rows fit is measured, not guessed.
  queueMicrotask(() => { lay(sheet); ask(sheet); });
  hearClasses(); // asked for on the next screen
  return {
    title: say("sector.title"),
    body: [heading(say("sector.title")), el("p.lead", {}, say("sector.lead")), list, note],
    back: () => go("home"),
    leave: () => clearInterval(refresh),
    keep: () => ({ starts: sheet.starts }),
  };
}

async function ask(sheet) {
  try {
    await hearLines();
  } catch (error) {
    if (sheet.list.isConnected && isUnenrolled(error)) return go("unenrolled");
    if (!(error instanceof Lost)) return undefined;
  }
  if (!sheet.list.isConnected) return undefined;
  const lines = sectorLines();
  if (state.lines && !lines.some((line) => line.open)) return go("closed", { opens: opensAt(lines) });
  return lay(sheet);
}

/** Draw as many rows as fit without scrolling, seven or eight at the most; the rest stands on further pages. */
function lay(sheet) {
  const { list } = sheet;
  if (!list.isConnected) return;
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.line : null;
  const lines = sectorLines();
  if (sheet.starts.at(-1) >= lines.length) sheet.starts = [0];
  const first = sheet.starts.at(-1);
  for (let size = mostOnAPage(); size >= 2; size -= 1) {
    list.replaceChildren(...lines.slice(first, first + size).map(row));
    sheet.size = size;
    drawUnder(sheet, lines.length);
    if (fits()) break;
  }
  if (focused) list.querySelector(`[data-line="${CSS.escape(focused)}"]`)?.focus();
}

const fits = () => {
  const main = document.getElementById("main");
  return main.scrollHeight <= main.clientHeight;
};

function row(line) {
  const words = el("span.w", {}, el("strong", {}, named(line)), el("span", {}, named(line, "hint")));
  if (!line.open) {
    const opens = line.opens_at ? say("sector.reopens", { when: momentOf(line.opens_at) }) : say("sector.shut_line");
    const why = el("span.q", {}, el("strong", {}, icon("no"), say("sector.shut")), opens);
    return el("li", {}, el("div.ln.shut", {}, el("b", {}, line.letter), words, why));
  }
  const wait = range(line.wait_minutes);
  const minutes = wait ? el("strong", {}, wait) : el("span", {}, say("wait.unknown"));
  const queue = el("span.q", {}, minutes, people("wait", line.waiting));
  const choose = () => go("priority", { line });
  return el("li", {}, el("button.ln", { type: "button", "data-line": line.id, on: { click: choose } },
    el("b", {}, line.letter), words, queue, icon("next")));
}

function drawUnder(sheet, total) {
  const since = state.lostAt && say("sector.stale", { time: digits(state.lostAt) });
  const band = since && el("p.stale", { role: "status" }, icon("off"), since);
  if (state.lines === null) sheet.note.replaceChildren(el("p.lead", { role: "status" }, say("sector.loading")));
  else if (total <= sheet.size) sheet.note.replaceChildren(band || el("p.lead", {}, say("sector.ask")));
  else sheet.note.replaceChildren(...[band, pager(sheet, total)].filter(Boolean));
}

function pager(sheet, total) {
  const { starts, size } = sheet;
  const rest = total - starts.at(-1) - size;
  const turn = (to) => {
    sheet.starts = to;
    lay(sheet);
    document.querySelector("h1").focus({ preventScroll: true });
  };
  const leaf = (key, symbol, to) => button(say(key), () => turn(to), { small: true, symbol });
  const facts = { page: starts.length, pages: starts.length + Math.ceil(Math.max(0, rest) / size) };
  return el("div.pager", {},
    starts.length > 1 ? leaf("sector.fewer", "left", starts.slice(0, -1)) : el("span"),
    el("p", { role: "status" }, say("sector.page", facts)),
    rest > 0 ? leaf("sector.more", "right", [...starts, starts.at(-1) + size]) : el("span"));
}
