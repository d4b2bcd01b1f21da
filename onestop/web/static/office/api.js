// The one door to the server: CSRF header, language, time limit, refusals as `Problem`, lost lines as `Unreachable`.

const PATIENCE_MS = 10_000;

/** The server answered and refused: `problem` is its RFC 9457 document, `detail` a sentence for the reader. */
export class Problem extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? String(status));
    this.status = status;
    this.code = problem.code ?? "";
    this.facts = problem;
  }
}

/** No answer came, so nobody knows whether the act was done. */
export class Unreachable extends Error {}

let ahead = 0;

/** The server's clock, in milliseconds; the officer's machine may be minutes off. */
export const serverNow = () => Date.now() + ahead;

export function csrf() {
  const found = document.cookie.match(/(?:^|; )csrftoken=([^;]*)/);
  return found ? decodeURIComponent(found[1]) : "";
}

export async function send(method, path, { body, file, key, version, patience = PATIENCE_MS } = {}) {
  const headers = { Accept: "application/json", "Accept-Language": document.documentElement.lang };
  if (method !== "GET") headers["x-csrftoken"] = csrf();
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (file) headers["Content-Type"] = file.type || "application/octet-stream";
  if (key) headers["Idempotency-Key"] = key;
  if (version !== undefined) headers["If-Match"] = `"${version}"`;
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers,
      body: file ?? (body === undefined ? undefined : JSON.stringify(body)),
      signal: AbortSignal.timeout(patience),
      cache: "no-store",
      credentials: "same-origin",
    });
  } catch (lost) {
    throw new Unreachable(String(lost));
  }
  return read(answer);
}

async function read(answer) {
  // A gateway that answers for a dead server says nothing about whether the act was done.
  if ([502, 503, 504].includes(answer.status)) throw new Unreachable(String(answer.status));
  const stamped = Date.parse(answer.headers.get("Date") ?? "");
  if (!Number.isNaN(stamped)) ahead = stamped - Date.now();
  let text;
  try {
    text = await answer.text();
  } catch (lost) {
    throw new Unreachable(String(lost));
  }
  let found = null;
  try {
    found = text ? JSON.parse(text) : null;
  } catch {
    found = {};
  }
  if (!answer.ok) throw new Problem(answer.status, found ?? {});
  return found;
}

export const get = (path) => send("GET", path);
export const post = (path, body = {}, options = {}) => send("POST", path, { ...options, body });
export const remove = (path) => send("DELETE", path);

/** A key that no other attempt will bear. */
export const newKey = () =>
  crypto.randomUUID?.() ??
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
