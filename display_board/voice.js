// The loudspeaker of a room: announcements in order, none cut, each once, by one of its boards.

import { age, now } from "./clock.js";
import { Loudspeaker, seconds, tell } from "./loudspeaker.js";

const TOO_OLD_MS = 60_000;
const TIMES = 2; // a chime, then the sentence twice, in each language of the board
const REMEMBERED = 200;
const AGAIN_MS = 1_000; // an answer that did not come, or an earlier call of the room that is not done
const AFTER_MS = { least: 50, spread: 250 }; // after another board's lease has run out
const TAKEN = "announcement-taken";
const NOT_NEXT = "announcement-not-next";

export class Voice {
  #board;
  #speaker;
  #queue = [];
  #known = [];
  #busy = false;
  #look = { languages: ["vi"], speaks: true, room: "", chime: null };
  #installed = true;
  #clipMissing = false;
  #woken = () => {};
  #changed;

  /** `changed({ blocked, missing })` is told when the browser blocks sound, or no voice is there. */
  constructor(board, changed) {
    this.#board = board;
    this.#changed = changed;
    this.#speaker = new Loudspeaker(() => this.#tell());
  }

  start() {
    this.#speaker.start();
  }

  /** Take from a snapshot how this board speaks, and what its room is still owed. */
  settle({ voice, languages, speaks, board, chime, announcements }) {
    this.#installed = voice !== false;
    this.#clipMissing = false;
    this.#look = { languages: languages ?? ["vi"], speaks: speaks !== false, room: board?.room ?? "", chime };
    const owed = new Set((announcements ?? []).map((call) => call.announcement.id));
    if (announcements) this.#forget((id) => !owed.has(id));
    // However old: where a room's queue moves, what stands in it is owed, and the server says so.
    for (const call of announcements ?? []) this.#take(call);
    this.#tell();
  }

  /** Queue a call of this board's room. One that is older than a minute when it is heard of is history. */
  announce(call) {
    if (age(call.called_at) <= TOO_OLD_MS) this.#take(call);
  }

  #take(call) {
    const said = call.announcement;
    if (!said || !this.#look.speaks || (said.room && said.room !== this.#look.room)) return;
    if (this.#known.includes(said.id)) return;
    this.#known = [...this.#known, said.id].slice(-REMEMBERED);
    const clips = this.#look.languages.map((lang) => this.#fetch(said.clips?.[lang] ?? (lang === "vi" ? said.clip : null)));
    this.#queue.push({ id: said.id, call, clips });
    this.#speakAll();
  }

  /** Drop what was spoken by another board of the room, or is history. */
  done(announcements) {
    this.#forget((id) => announcements.includes(id));
    this.#woken();
  }

  async #speakAll() {
    if (this.#busy || !this.#speaker.works) return;
    this.#busy = true;
    while (this.#queue.length > 0) {
      await this.#speaker.audible();
      const [next] = this.#queue;
      if (!next) break;
      if (await this.#claim(next.id)) await this.#speak(next);
    }
    this.#busy = false;
  }

  /** Ask to speak a call; false when it is not to be spoken, or not yet. */
  async #claim(id) {
    const answer = await this.#post(id, "claim");
    if (answer?.ok) return true;
    if (!answer) await this.#wait(AGAIN_MS);
    else if (answer.status === 409) await this.#stepBack(id, await answer.json().catch(() => ({})));
    else if (answer.status >= 500 || answer.status === 429) await this.#wait(AGAIN_MS);
    else this.#drop(id);
    return false;
  }

  async #stepBack(id, { code, until }) {
    if (code === TAKEN) {
      const left = Date.parse(until) - now();
      await this.#wait(Math.max(0, left) + AFTER_MS.least + Math.random() * AFTER_MS.spread);
    } else if (code === NOT_NEXT) await this.#wait(AGAIN_MS);
    else this.#drop(id);
  }

  async #speak({ id, call, clips }) {
    const sounds = ["chime"];
    const said = { announcement: id, label: call.label };
    const chime = await this.#fetch(this.#look.chime);
    await this.#speaker.play(chime ?? this.#speaker.chime, { ...said, sound: "chime" });
    const sentences = (await Promise.all(clips)).filter(Boolean);
    for (let time = 1; time <= TIMES; time += 1) {
      for (const sentence of sentences) {
        await this.#speaker.play(sentence, { ...said, sound: "clip" });
        sounds.push("clip");
        await seconds(0.5);
      }
    }
    this.#drop(id);
    tell("spoken", { ...said, ticket: call.ticket, sounds });
    await this.#acknowledge(id);
  }

  /** Say that a call was spoken, until somebody hears it or it no longer matters. */
  async #acknowledge(id) {
    const spoken = performance.now();
    while (performance.now() - spoken < TOO_OLD_MS) {
      const answer = await this.#post(id, "played");
      if (answer && answer.status < 500 && answer.status !== 429) return;
      await seconds(AGAIN_MS / 1000);
    }
  }

  async #post(id, act) {
    const path = `/api/boards/${encodeURIComponent(this.#board)}/announcements/${encodeURIComponent(id)}/${act}`;
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1];
    const headers = token ? { "x-csrftoken": decodeURIComponent(token) } : {};
    try {
      return await fetch(path, { method: "POST", headers, signal: AbortSignal.timeout(5_000) });
    } catch {
      return null;
    }
  }

  async #fetch(digest) {
    if (!digest) return null;
    const found = await this.#speaker.fetch(digest);
    this.#clipMissing = found.missing;
    this.#tell();
    return found.sound;
  }

  #drop(id) {
    this.#forget((other) => other === id);
  }

  #forget(isDone) {
    // What is being spoken stands first and is not cut; it leaves by itself.
    this.#queue = this.#queue.filter(({ id }) => !isDone(id));
  }

  /** Wait; another board that is done with its call wakes this one. */
  async #wait(milliseconds) {
    await Promise.race([seconds(milliseconds / 1000), new Promise((resolve) => (this.#woken = resolve))]);
  }

  #tell() {
    const silent = !this.#look.speaks;
    this.#changed({
      blocked: !silent && this.#speaker.blocked,
      missing: !silent && (!this.#speaker.works || !this.#installed || this.#clipMissing),
    });
  }
}
