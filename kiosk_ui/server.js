// What the machine asks the server outside of taking a number: who am I, which lines are there.
import { get, Lost, post, Refused } from "./api.js";
import { now, setClock } from "./clock.js";
import { state } from "./state.js";

/** Trade the token in the address for a cookie, once; the address is cleaned when the server has answered. */
async function enrol() {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (!token) return;
  try {
    await post("/api/devices/session", {}, { bearer: token });
  } catch (error) {
    if (error instanceof Lost) throw error; // the token stays, or the next try would have none
  }
  // Refused: the token is worth nothing and is not shown on; an older cookie may still be good.
  history.replaceState(null, "", location.pathname);
}

/** Do something with the server and note whether it answered. */
export async function noting(act) {
  try {
    const answer = await act();
    state.lostAt = null;
    return answer;
  } catch (error) {
    if (error instanceof Lost) state.lostAt ??= (now() ?? new Date()).toISOString();
    else state.lostAt = null;
    throw error;
  }
}

/** Say who I am; sets the clock by the server's. */
export async function hello() {
  await noting(enrol);
  const me = await noting(() => get("/api/devices/me"));
  setClock(me.now);
  state.device = me.device;
  state.centre = me.centre;
  await hearClasses();
}

export async function hearLines() {
  state.lines = await noting(() => get(`/api/lines?centre=${encodeURIComponent(state.centre.id)}`));
}

/** Ask whether I am still let in, since anybody may hear the lines; throws when I am not. */
export const stillLetIn = () => noting(() => get("/api/devices/me"));

/** Who goes first here; what was last heard stays when the server does not say. */
export async function hearClasses() {
  const path = `/api/priority-classes?centre=${encodeURIComponent(state.centre.id)}`;
  state.classes = await get(path).catch(() => state.classes);
}

export const isUnenrolled = (error) => error instanceof Refused && error.status === 401;
