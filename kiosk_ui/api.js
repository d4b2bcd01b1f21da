// The way to the server: an answer, a refusal in words, or nothing at all. Three things, never mixed up.

/** No answer came: no network, a proxy without its server, or too slow. Whether the server acted is unknown. */
export class Lost extends Error {}

/** The server answered and said no. `problem` is its problem document (RFC 9457), perhaps empty. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.code ?? String(status));
    this.status = status;
    this.problem = problem;
  }
}

const PATIENCE_MS = 10_000;
const NOBODY_BEHIND_THE_PROXY = new Set([502, 503, 504]);

let language = "vi";

/** Refusals come back in this language. */
export function speak(lang) {
  language = lang;
}

const csrfToken = () => document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1];

async function ask(method, path, { headers = {}, body } = {}) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(path, {
      method, body, cache: "no-store", credentials: "same-origin", signal: patience.signal,
      headers: { Accept: "application/json", "Accept-Language": language, ...headers },
    });
    return await read(answer);
  } catch (error) {
    // fetch rejects with a TypeError for every failure of the network and does not say which.
    throw error instanceof Refused ? error : new Lost(`${method} ${path}: ${error.message}`);
  } finally {
    clearTimeout(timer);
  }
}

async function read(answer) {
  if (answer.ok) return answer.status === 204 ? null : answer.json();
  if (NOBODY_BEHIND_THE_PROXY.has(answer.status)) throw new Lost(`status ${answer.status}`);
  const problem = await answer.json().catch(() => ({}));
  throw new Refused(answer.status, problem);
}

export const get = (path) => ask("GET", path);

/** Post JSON. `key` makes the call safe to repeat: the same key gets the same answer. */
export function post(path, body, { key, bearer } = {}) {
  const headers = { "Content-Type": "application/json" };
  const token = csrfToken();
  if (token) headers["x-csrftoken"] = decodeURIComponent(token);
  if (key) headers["Idempotency-Key"] = key;
  if (bearer) headers.Authorization = `Bearer ${bearer}`;
  return ask("POST", path, { headers, body: JSON.stringify(body) });
}

/** A key nobody else has. Not `crypto.randomUUID`: it is missing where the hall's network has no TLS. */
export function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const pause = (milliseconds) => new Promise((resume) => { setTimeout(resume, milliseconds); });
