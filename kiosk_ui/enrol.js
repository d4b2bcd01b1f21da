// Asking to be let in: a code for the office on the screen, and the token once somebody has typed it.
import { pause, post, Refused } from "./api.js";

const ASK_MS = 3_000;
const AGAIN_MS = 30_000;

// The request outlives the screen that shows it: a change of language does not make the code another.
let asked = null; // {code, poll}
let token = null; // fetched, and not yet traded for the cookie

export const code = () => asked?.code ?? null;

/** Ask until the office has let the machine in; gives how to stop. `shown` is told each new code, or null for none. */
export function askToBeLetIn(shown, admitted) {
  let going = true;
  async function ask() {
    while (going) {
      const wait = await attempt();
      if (wait === 0) admitted();
      if (wait === 0 || !going) return;
      await pause(wait);
    }
  }
  /** One question; gives how long to wait for the next, 0 when the machine was let in. */
  async function attempt() {
    try {
      if (!asked && !token) {
        asked = await post("/api/devices/enrolments", { kind: "kiosk" });
        if (going) shown(asked.code);
      }
      token ??= (await post("/api/devices/enrolments/poll", { poll: asked.poll })).token;
      if (!token) return ASK_MS;
      await post("/api/devices/session", {}, { bearer: token });
      [asked, token] = [null, null];
      return going ? 0 : ASK_MS;
    } catch (error) {
      if (!(error instanceof Refused)) return ASK_MS; // no answer: the same code is asked after again
      const ranOut = error.status === 404 && asked !== null;
      [asked, token] = [null, null];
      if (going) shown(null);
      return ranOut ? 1 : AGAIN_MS;
    }
  }
  ask();
  return () => { going = false; };
}
