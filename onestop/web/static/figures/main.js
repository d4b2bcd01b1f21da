// The leader's page: today's part is asked for again every 15 seconds, and at once when the page comes into view.

import { byId } from "../office/dom.js";
import "../office/session.js";
import * as closing from "./closing.js";

const EVERY_MS = 15_000;
const PATIENCE_MS = 10_000;

let asking = false;

/** The server draws the page once, for the first look and for every later one: only its live part is exchanged. */
async function drawn() {
  const answer = await fetch(`${location.pathname}?part=live`, {
    headers: { Accept: "text/html", "Accept-Language": document.documentElement.lang },
    signal: AbortSignal.timeout(PATIENCE_MS),
    cache: "no-store",
    credentials: "same-origin",
  });
  if (answer.redirected && new URL(answer.url).pathname === "/login") {
    location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
    return null;
  }
  if (!answer.ok) throw new Error(String(answer.status));
  return new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("live");
}

async function refresh() {
  if (asking || document.hidden) return;
  asking = true;
  try {
    const fresh = await drawn();
    if (fresh && fresh.innerHTML !== byId("live").innerHTML) byId("live").replaceChildren(...fresh.childNodes);
    byId("stale").hidden = true;
  } catch {
    byId("stale").hidden = false;
  } finally {
    asking = false;
  }
}

setInterval(refresh, EVERY_MS);
document.addEventListener("visibilitychange", refresh);
addEventListener("online", refresh);
closing.start(refresh);
