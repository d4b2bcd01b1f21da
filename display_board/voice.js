// The loudspeaker of the board: announcements in order, none cut, each once.

import { age } from "./clock.js";

const TOO_OLD_MS = 60_000;
const TIMES = 2; // a chime, then the sentence twice
const PAUSE_S = 0.5;
const SLACK_S = 2;
const ASK_AGAIN_MS = 1_500; // the voice may still be speaking this clip into its file
const REMEMBERED = 200;
const CHIME = [{ hertz: 659.3, at: 0 }, { hertz: 523.3, at: 0.45 }];
const CHIME_S = 1.3;

export class Voice {
  #audio = null;
  #queue = [];
  #known = [];
  #busy = false;
  #installed = true;
  #clipMissing = false;
  #changed;

  /** `changed({ blocked, missing })` is told when the browser blocks sound, or no voice is there. */
  constructor(changed) {
    this.#changed = changed;
  }

  /** Open the loudspeaker. Browsers let a page make a sound only after a touch, unless set up otherwise. */
  start() {
    if (!globalThis.AudioContext) return;
    this.#audio = new AudioContext();
    this.#audio.addEventListener("statechange", () => this.#tell());
    for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, () => this.unblock());
    this.unblock();
    // A browser that allows sound needs an instant to say so; do not flash the button meanwhile.
    setTimeout(() => this.#tell(), 500);
  }

  unblock() {
    if (this.#audio && !this.#audible) this.#audio.resume().catch(() => {});
  }

  setInstalled(installed) {
    this.#installed = installed;
    this.#clipMissing = false;
    this.#tell();
  }

  /**
   * Queue a call. One that is older than a minute when it arrives is history and is not spoken; one
   * that arrived in time waits its turn, however long the queue: its citizen was promised a call.
   */
  announce(call) {
    const id = call.announcement?.id ?? `${call.ticket}/${call.times}`;
    if (this.#known.includes(id) || age(call.called_at) > TOO_OLD_MS) return;
    this.#known = [...this.#known, id].slice(-REMEMBERED);
    if (!this.#audible) this.#forgetOld();
    this.#queue.push({ id, call, clip: this.#fetchClip(call.announcement?.clip) });
    this.#speakAll();
  }

  async #speakAll() {
    if (this.#busy || !this.#audio) return;
    this.#busy = true;
    while (this.#queue.length > 0) {
      await this.#untilAudible();
      const next = this.#queue.shift();
      if (next) await this.#speak(next);
    }
    this.#busy = false;
  }

  async #speak({ id, call, clip }) {
    const sounds = ["chime"];
    await this.#play(chime(this.#audio), { label: call.label, sound: "chime" });
    const sentence = await clip;
    for (let time = 1; sentence && time <= TIMES; time += 1) {
      await this.#play(sentence, { label: call.label, sound: "clip" });
      sounds.push("clip");
      await seconds(PAUSE_S);
    }
    tell("spoken", { announcement: id, ticket: call.ticket, label: call.label, sounds });
  }

  /** Play to the end; a sound that the browser stopped in the middle is played again from its start. */
  async #play(buffer, detail) {
    let whole = false;
    while (!whole) {
      await this.#untilAudible();
      tell("sound", detail);
      const source = this.#audio.createBufferSource();
      source.buffer = buffer;
      source.connect(this.#audio.destination);
      const ended = new Promise((resolve) => source.addEventListener("ended", resolve, { once: true }));
      source.start();
      // Without a limit a loudspeaker that was pulled out would hold up the queue for ever.
      await Promise.race([ended, seconds(buffer.duration + SLACK_S)]);
      whole = this.#audible;
      source.disconnect();
    }
  }

  async #fetchClip(digest) {
    if (!digest) return null;
    try {
      let answer = await fetch(`/api/clips/${encodeURIComponent(digest)}`);
      if (answer.status === 404) {
        await seconds(ASK_AGAIN_MS / 1000);
        answer = await fetch(`/api/clips/${encodeURIComponent(digest)}`, { cache: "no-store" });
      }
      this.#clipMissing = answer.status === 404;
      this.#tell();
      return answer.ok && this.#audio ? await this.#audio.decodeAudioData(await answer.arrayBuffer()) : null;
    } catch {
      return null; // the line is down: the board says that in its own way
    }
  }

  get #audible() {
    return this.#audio?.state === "running";
  }

  async #untilAudible() {
    if (this.#audible) return;
    await new Promise((resolve) => {
      const look = () => {
        if (!this.#audible) return;
        this.#audio.removeEventListener("statechange", look);
        resolve();
      };
      this.#audio.addEventListener("statechange", look);
      look();
    });
    this.#forgetOld();
  }

  #forgetOld() {
    this.#queue = this.#queue.filter(({ call }) => age(call.called_at) <= TOO_OLD_MS);
  }

  #tell() {
    this.#changed({
      blocked: this.#audio !== null && !this.#audible,
      missing: this.#audio === null || !this.#installed || this.#clipMissing,
    });
  }
}

/** Two falling notes, made here: a sound file would be one more thing to miss. */
function chime(audio) {
  const rate = audio.sampleRate;
  const buffer = audio.createBuffer(1, Math.round(CHIME_S * rate), rate);
  const samples = buffer.getChannelData(0);
  for (const { hertz, at } of CHIME) {
    for (let index = Math.round(at * rate); index < samples.length; index += 1) {
      const since = index / rate - at;
      const loud = 0.35 * Math.min(since * 200, 1) * Math.exp(-4 * since);
      samples[index] += loud * Math.sin(2 * Math.PI * hertz * since);
    }
  }
  return buffer;
}

function seconds(length) {
  return new Promise((resolve) => setTimeout(resolve, length * 1000));
}

function tell(name, detail) {
  document.dispatchEvent(new CustomEvent(name, { detail }));
}
