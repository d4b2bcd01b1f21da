// The line to the server: a snapshot, then frames; resumed by the last seq, and its loss told.

import { setClock } from "./clock.js";

const SILENCE_MS = 20_000; // the server sends a heartbeat at least every 15 s
const GRACE_MS = 2_000; // a line that is back before this was never lost, as far as the hall is concerned
const BACK_OFF_MS = { first: 500, most: 5_000, jitter: 500 };
const NOT_ENROLLED = 4401;
const GONE = 4404; // the board hangs no more
const TOO_MANY = 4429;

export class Live {
  #board;
  #listener;
  #seq = null;
  #gapAt = null;
  #socket = null;
  #attempt = 0;
  #tries = 0;
  #heard = performance.now();
  #lostSince = null;
  #timers = { silence: 0, grace: 0, retry: 0 };

  /**
   * `listener`: { snapshot(message), frame(message), up(), lost(ago), refused(why) }, where `ago` is how
   * many milliseconds before now the line was lost and `why` is `not_enrolled` or `no_board`.
   */
  constructor(board, listener) {
    this.#board = board;
    this.#listener = listener;
  }

  start() {
    this.#reconnect();
  }

  /** Ask for a new snapshot: what is known is of another day. */
  renew() {
    this.#seq = null;
    this.#reconnect();
  }

  #reconnect() {
    this.#drop();
    this.#loseLater();
    this.#connect();
  }

  async #connect() {
    // Only the last of several attempts counts: the timer and the change of the day
    // may each start one while another still waits for an answer.
    const attempt = ++this.#attempt;
    clearTimeout(this.#timers.retry);
    try {
      if (this.#seq === null) {
        const snapshot = await ask(`/api/boards/${encodeURIComponent(this.#board)}`);
        if (attempt !== this.#attempt) return;
        this.#takeSnapshot(snapshot);
      } else if (this.#tries > 0) {
        // A handshake that is refused shows as 1006 in a browser, whatever the reason: so ask.
        await ask("/api/devices/me");
      }
    } catch (error) {
      if (attempt !== this.#attempt) return;
      if (error instanceof Refused) this.#refuse(error.message);
      else this.#retry();
      return;
    }
    if (attempt === this.#attempt) this.#open();
  }

  #open() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const path = `/api/boards/${encodeURIComponent(this.#board)}/live?since=${this.#seq}`;
    const socket = new WebSocket(`${scheme}://${location.host}${path}`);
    this.#socket = socket;
    this.#listenUntil(SILENCE_MS);
    socket.addEventListener("open", () => this.#socket === socket && this.#opened());
    socket.addEventListener("message", (event) => this.#socket === socket && this.#receive(event.data));
    socket.addEventListener("close", (event) => this.#socket === socket && this.#closed(event.code));
  }

  #opened() {
    this.#hear();
    clearTimeout(this.#timers.grace);
    this.#lostSince = null;
    this.#listener.up();
  }

  #receive(text) {
    this.#hear();
    this.#tries = 0;
    let message;
    try {
      message = JSON.parse(text);
    } catch {
      return; // not ours; silence will tell if nothing else comes
    }
    if (message.kind === "snapshot") this.#takeSnapshot(message);
    else if (message.kind === "frame") this.#takeFrame(message);
    else if (message.kind === "heartbeat") setClock(message.at);
  }

  #takeSnapshot(message) {
    this.#seq = message.seq;
    this.#gapAt = null;
    setClock(message.as_of);
    this.#listener.snapshot(message);
  }

  #takeFrame(message) {
    if (message.prev > this.#seq) {
      this.#mend();
      return;
    }
    if (message.seq <= this.#seq) return;
    this.#seq = message.seq;
    this.#listener.frame(message);
  }

  #mend() {
    // Asked once with the last seq that is sure. The same gap again is not healed by asking again.
    const again = this.#gapAt === this.#seq;
    this.#gapAt = this.#seq;
    if (again) this.#seq = null;
    this.#drop();
    this.#loseLater();
    if (again) this.#retry();
    else this.#connect();
  }

  #closed(code) {
    this.#drop();
    if (code === NOT_ENROLLED || code === GONE) {
      this.#refuse(code === GONE ? "no_board" : "not_enrolled");
      return;
    }
    if (code === TOO_MANY) this.#tries = 10;
    this.#loseLater();
    this.#retry();
  }

  #hear() {
    this.#heard = performance.now();
    this.#listenUntil(SILENCE_MS);
  }

  #listenUntil(silence) {
    clearTimeout(this.#timers.silence);
    this.#timers.silence = setTimeout(() => {
      this.#drop();
      this.#lose(this.#lostSince ?? this.#heard);
      this.#retry();
    }, silence);
  }

  #loseLater() {
    if (this.#lostSince !== null) return;
    this.#lostSince = performance.now();
    this.#timers.grace = setTimeout(() => this.#lose(this.#lostSince), GRACE_MS);
  }

  #lose(since) {
    clearTimeout(this.#timers.grace);
    this.#lostSince = since;
    this.#listener.lost(performance.now() - since);
  }

  #refuse(why) {
    this.#attempt += 1;
    this.#drop();
    clearTimeout(this.#timers.grace);
    clearTimeout(this.#timers.retry);
    this.#listener.refused(why);
  }

  #drop() {
    clearTimeout(this.#timers.silence);
    const socket = this.#socket;
    this.#socket = null;
    // Closing a dead line can take minutes; its events are no longer listened to.
    socket?.close();
  }

  #retry() {
    const base = Math.min(BACK_OFF_MS.first * 2 ** this.#tries, BACK_OFF_MS.most);
    this.#tries += 1;
    clearTimeout(this.#timers.retry);
    this.#timers.retry = setTimeout(() => this.#connect(), base + chance() * BACK_OFF_MS.jitter);
  }
}

class Refused extends Error {}

async function ask(path) {
  const answer = await fetch(path, { cache: "no-store", signal: AbortSignal.timeout(10_000) });
  if (answer.status === 401) throw new Refused("not_enrolled");
  if (answer.status === 404) throw new Refused("no_board");
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

/** Draw a fraction, so that forty boards do not come back in the same instant. */
function chance() {
  return crypto.getRandomValues(new Uint32Array(1))[0] / 2 ** 32;
}
