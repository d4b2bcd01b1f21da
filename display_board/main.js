// The board in the hall: who am I, then the live line, the view and the voice together.

import { fold, stateOf } from "./board_fold.js";
import { now, onWall, setClock } from "./clock.js";
import { byId, drawAnew, loadIcons } from "./dom.js";
import { askToBeLetIn } from "./enrol.js";
import { layoutOf } from "./layout.js";
import { Live } from "./live.js";
import { watchRanges } from "./ranges.js";
import { draw, drawHeadings, drawProblem } from "./view.js";
import { Voice } from "./voice.js";
import { loadWords, setLanguages } from "./words.js";

const TRY_AGAIN_MS = 3_000;
const ASK_AGAIN_MS = 30_000;
const LANGUAGES = ["vi", "en"];

const shown = {
  state: null, ticker: [], ranges: {}, layout: layoutOf({}), lostAt: null, sound: { blocked: false, missing: false },
};
const asked = new URLSearchParams(location.search).get("lang");

async function begin() {
  await persist(() => Promise.all([loadWords(LANGUAGES), loadIcons()]));
  if (LANGUAGES.includes(asked)) setLanguages([asked]);
  drawHeadings();
  // The office looks at a board from its own desk: an administrator's session may see it, and nothing is spoken.
  const preview = new URLSearchParams(location.search).get("preview");
  if (preview) return run(preview, { announce() {}, done() {}, settle() {}, start() {} });
  const me = await persist(enrol);
  if (me?.board) run(me.board.id);
  else refuse(me === null ? "not_enrolled" : "no_board");
}

/** Trade the token of the address for the cookie, then ask who this device is; null when nobody. */
async function enrol() {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (token) {
    const headers = { Authorization: `Bearer ${token}` };
    const traded = await ask("/api/devices/session", { method: "POST", headers });
    if (traded.status >= 500) throw new Error(`session: ${traded.status}`);
    // Only now: had the server not answered, a reload must still find the token.
    history.replaceState(null, "", location.pathname + location.search);
  }
  const answer = await ask("/api/devices/me");
  if (answer.status === 401 || answer.status === 403) return null;
  if (!answer.ok) throw new Error(`me: ${answer.status}`);
  const me = await answer.json();
  setClock(me.now);
  return me;
}

function run(board, voice = new Voice(board, (sound) => show({ sound }))) {
  const live = new Live(board, {
    snapshot(message) {
      look(message);
      show({ state: stateOf(message), ticker: message.ticker ?? [], layout: layoutOf(message.layout ?? {}) });
      voice.settle(message);
      asking ??= watchRanges(message.centre.id, (ranges) => show({ ranges }));
      day = onWall(now()).day;
    },
    frame(message) {
      show({ state: fold(shown.state, message) });
      if (message.call) voice.announce(message.call);
      if (message.spoken) voice.done(message.spoken);
    },
    up: () => show({ lostAt: null }),
    lost: (ago) => show({ lostAt: now() - ago }),
    refused: (why) => refuse(why),
  });
  let asking = null;
  let day = onWall(now()).day;
  voice.start();
  live.start();
  const ticking = setInterval(() => {
    show({});
    // Yesterday's numbers mean nothing this morning.
    if (shown.lostAt === null && onWall(now()).day !== day) {
      day = onWall(now()).day;
      live.renew();
    }
  }, 1_000);
  stop = () => [ticking, asking].forEach(clearInterval);
}

/** Take on the theme and the languages that the office chose; `?lang=` of the address goes before. */
function look({ theme, languages }) {
  const light = theme === "light";
  document.documentElement.classList.toggle("light", light);
  document.body.classList.toggle("on-dark", !light);
  if (!LANGUAGES.includes(asked) && setLanguages(languages ?? ["vi"])) drawHeadings();
  drawAnew();
}

let stop = () => {};
let refused = false;

function show(change) {
  Object.assign(shown, change);
  if (!refused) draw(shown);
}

function refuse(problem) {
  refused = true;
  stop();
  drawProblem(problem);
  if (problem === "not_enrolled") askToBeLetIn(drawCode).then(() => location.reload());
  setInterval(async () => {
    // A reload while the server is away would leave the screen to the browser's own error page.
    const me = await enrol().catch(() => null);
    if (me?.board) location.reload();
  }, ASK_AGAIN_MS);
}

function drawCode(code) {
  byId("code").textContent = code ?? "";
  byId("code").hidden = code === null;
}

/** Try until the server answers: a board is switched on before the server more often than not. */
async function persist(attempt) {
  for (;;) {
    try {
      return await attempt();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
    }
  }
}

function ask(path, options = {}) {
  return fetch(path, { cache: "no-store", signal: AbortSignal.timeout(10_000), ...options });
}

begin();
