// The start: texts, who am I, which lines; then home, or the screen that says why not.
import { get } from "./api.js";
import { setClock } from "./clock.js";
import { watchIdle } from "./idle.js";
import { goHome } from "./journey.js";
import { hearLines, hello, isUnenrolled } from "./server.js";
import { go, register, shown, tick } from "./shell.js";
import { fetchTextsPatiently } from "./text.js";
import { again, hearSlips } from "./screens/again.js";
import { booking } from "./screens/booking.js";
import { busy } from "./screens/busy.js";
import { home } from "./screens/home.js";
import { priority, which } from "./screens/priority.js";
import { collect, lookup } from "./screens/scan.js";
import { sector } from "./screens/sector.js";
import { status } from "./screens/status.js";
import { ticket } from "./screens/ticket.js";
import { closed, lost, paper, refused, unenrolled, unprinted } from "./screens/trouble.js";

const CLOCK_MS = 5 * 60_000;

register({ home, sector, priority, which, busy, ticket, collect, lookup, status, booking, again });
register({ closed, lost, paper, refused, unenrolled, unprinted });

async function start() {
  await fetchTextsPatiently(() => { if (shown() !== "lost") go("lost"); });
  try {
    await hello();
    await hearLines();
    goHome();
  } catch (error) {
    if (isUnenrolled(error)) go("unenrolled");
    else go("lost"); // a server that fails at the first question is asked again, as one that does not answer
  }
}

/** A machine runs for weeks; its clock is compared with the server's now and then. */
async function compareClocks() {
  await get("/api/devices/me").then((me) => setClock(me.now), () => {});
}

watchIdle(goHome);
hearSlips();
setInterval(tick, 1_000);
setInterval(compareClocks, CLOCK_MS);
addEventListener("hashchange", () => location.reload()); // a new enrolment link, opened over this page
addEventListener("contextmenu", (event) => event.preventDefault()); // a long touch is a touch
await start();
