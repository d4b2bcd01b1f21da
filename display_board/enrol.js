// Asking to be let in: a code for the office on the screen, and the token once somebody has typed it.

const ASK_MS = 3_000;
const AGAIN_MS = 30_000;

const pause = (milliseconds) => new Promise((resume) => { setTimeout(resume, milliseconds); });

async function post(path, { body = {}, token } = {}) {
  const headers = { "Content-Type": "application/json", ...(token && { Authorization: `Bearer ${token}` }) };
  return fetch(path, { method: "POST", headers, body: JSON.stringify(body), signal: AbortSignal.timeout(10_000) });
}

/** Show a code with `shown` until the office has let this screen in; then trade the token for its cookie. */
export async function askToBeLetIn(shown) {
  for (;;) {
    const asked = await draw();
    shown(asked?.code ?? null);
    if (!asked) await pause(AGAIN_MS);
    else if (await admitted(asked.poll)) return;
  }
}

async function draw() {
  const answer = await post("/api/devices/enrolments", { body: { kind: "board" } }).catch(() => null);
  return answer?.ok ? answer.json().catch(() => null) : null;
}

/** Ask after a code until it was typed (true) or has run out (false); a lost answer is no answer. */
async function admitted(poll) {
  for (;;) {
    await pause(ASK_MS);
    const answer = await post("/api/devices/enrolments/poll", { body: { poll } }).catch(() => null);
    if (answer && !answer.ok && answer.status < 500) return false;
    const found = answer?.ok ? await answer.json().catch(() => ({})) : {};
    if (found.token) return trade(found.token);
  }
}

async function trade(token) {
  for (;;) {
    const answer = await post("/api/devices/session", { token }).catch(() => null);
    if (answer?.ok) return true;
    if (answer && answer.status < 500) return false;
    await pause(ASK_MS);
  }
}
