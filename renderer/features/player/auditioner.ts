import { trackUrl } from '../../../electron/shared/ipc/contract';
import { fadeCurve } from './equal-power';
import { Loudness } from './loudness';

/** How much of a song is heard. */
export const AUDITION_SECONDS = 10;
const FADE_SECONDS = 0.4;
/** Listened to in silence, to know how loud it is before it is heard. */
const AHEAD_MS = 160;
const TICK_MS = 40;
/** In which a change of what is known of a song's loudness is followed. */
const FOLLOW_SECONDS = 0.3;
const WINDOW = 2_048;

export interface AuditionEvents {
  /** A song is heard now, or none any more. */
  readonly onSounding: (id: string | null) => void;
  readonly onFailure: (id: string, why: string) => void;
  /** What the person set, 0 to 1. */
  readonly volume: () => number;
}

/** What is heard of a song. */
export interface AuditionPlace {
  /** Where it begins, in seconds; ten seconds from the middle when it is not known. */
  readonly from?: number | undefined;
  /** LUFS of the song when it is known; otherwise it is measured as it goes by. */
  readonly loudness?: number | undefined;
}

/** One of the two players that take turns, so that one fades out while the other fades in. */
interface Voice {
  readonly audio: HTMLAudioElement;
  readonly analyser: AnalyserNode;
  /** Brings it to the loudness of all. */
  readonly gain: GainNode;
  /** How much of that is heard. */
  readonly fade: GainNode;
  loudness: Loudness;
  id: string | null;
  /** Whether it is heard, or fades in. */
  audible: boolean;
  timer: number | undefined;
}

/** Plays ten seconds of songs, all equally loud, each fading into the next. */
export class Auditioner {
  readonly #context = new AudioContext();
  readonly #voices: readonly Voice[];
  readonly #events: AuditionEvents;
  /** What is to be heard, once it can be. */
  #current: Voice | null = null;
  /** What is heard until then. */
  #before: Voice | null = null;

  /** Takes over two audio elements. */
  constructor(elements: readonly HTMLAudioElement[], events: AuditionEvents) {
    this.#events = events;
    this.#voices = elements.map((audio) => this.#voiceOf(audio));
  }

  get sounding(): string | null {
    return this.#current?.id ?? null;
  }

  /** Fades to a song, as soon as it is there. */
  play(id: string, place: AuditionPlace = {}): void {
    if (this.sounding === id) {
      return;
    }
    if (this.#current?.audible === true) {
      this.#before = this.#current;
    } else if (this.#current !== null) {
      // One that was not heard yet makes room at once.
      this.#silence(this.#current);
    }
    if (this.#before?.id === id) {
      // It is still heard.
      this.#current = this.#before;
      this.#before = null;
      return;
    }
    const free = this.#voices.filter((voice) => voice !== this.#before);
    // Rather one that rests than one that is fading out.
    const next = free.find(({ timer }) => timer === undefined) ?? free[0];
    this.#current = next ?? null;
    if (next !== undefined) {
      this.#start(next, id, place);
    }
  }

  /** Fades to silence. */
  stop(): void {
    if (this.#current !== null) {
      this.#fadeOut(this.#current);
      this.#fadeOutBefore();
      this.#current = null;
      this.#events.onSounding(null);
    }
  }

  close(): void {
    for (const voice of this.#voices) {
      this.#silence(voice);
    }
    void this.#context.close();
  }

  #voiceOf(audio: HTMLAudioElement): Voice {
    const analyser = new AnalyserNode(this.#context, { fftSize: WINDOW });
    const gain = new GainNode(this.#context);
    const fade = new GainNode(this.#context, { gain: 0 });
    new MediaElementAudioSourceNode(this.#context, { mediaElement: audio })
      .connect(analyser)
      .connect(gain)
      .connect(fade)
      .connect(this.#context.destination);
    const voice: Voice = {
      audio,
      analyser,
      gain,
      fade,
      audible: false,
      loudness: new Loudness(),
      id: null,
      timer: undefined,
    };
    audio.addEventListener('error', () => {
      if (voice.id !== null) {
        this.#events.onFailure(voice.id, audio.error?.message ?? '');
        this.#end(voice);
      }
    });
    return voice;
  }

  #start(voice: Voice, id: string, place: AuditionPlace): void {
    this.#silence(voice);
    voice.id = id;
    voice.loudness = new Loudness(place.loudness);
    const { audio } = voice;
    audio.src = trackUrl(id);
    // In place of what waited for another song.
    audio.onloadedmetadata = () => {
      if (voice.id === id) {
        this.#begin(voice, id, place);
      }
    };
    audio.load();
  }

  #begin(voice: Voice, id: string, place: AuditionPlace): void {
    const { audio } = voice;
    const latest = Math.max(0, audio.duration - AUDITION_SECONDS);
    audio.currentTime = Math.min(place.from ?? latest / 2, latest);
    const from = audio.currentTime;
    void this.#context.resume();
    audio.play().catch((thrown: unknown) => {
      // Another song may have been pointed at meanwhile, which aborts this one.
      if (voice.id === id && !(thrown instanceof DOMException && thrown.name === 'AbortError')) {
        this.#events.onFailure(id, thrown instanceof Error ? thrown.message : String(thrown));
        this.#end(voice);
      }
    });
    const samples = new Float32Array(WINDOW);
    let heardMs = 0;
    voice.timer = window.setInterval(() => {
      // Shorter than what is heard of others. What has ended is also paused.
      if (audio.ended) {
        this.#end(voice);
        return;
      }
      if (audio.paused || audio.seeking || audio.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) {
        return;
      }
      voice.analyser.getFloatTimeDomainData(samples);
      voice.loudness.add(samples);
      heardMs += TICK_MS;
      if (audio.currentTime - from >= AUDITION_SECONDS) {
        this.#end(voice);
      } else if (heardMs >= AHEAD_MS) {
        this.#match(voice, heardMs < AHEAD_MS + TICK_MS);
      }
    }, TICK_MS);
  }

  /** Follows what is known of its loudness so far. */
  #match(voice: Voice, first: boolean): void {
    const level = voice.loudness.gain * this.#events.volume() ** 2;
    voice.audio.dataset['gainDb'] = decibels(voice.loudness.gain).toFixed(1);
    voice.audio.dataset['levelDb'] = decibels(voice.loudness.rms * voice.loudness.gain).toFixed(1);
    if (!first) {
      voice.gain.gain.setTargetAtTime(level, this.#context.currentTime, FOLLOW_SECONDS);
      return;
    }
    // Nothing of it is heard yet.
    voice.gain.gain.cancelScheduledValues(0);
    voice.gain.gain.value = level;
    voice.audible = true;
    this.#fade(voice, fadeCurve('in'));
    this.#fadeOutBefore();
    this.#events.onSounding(voice.id);
  }

  /** It is over: silence, unless another is about to be heard. */
  #end(voice: Voice): void {
    if (voice === this.#current) {
      this.stop();
    } else if (voice === this.#before) {
      this.#fadeOutBefore();
    }
  }

  #fadeOutBefore(): void {
    if (this.#before !== null) {
      this.#fadeOut(this.#before);
      this.#before = null;
    }
  }

  #fadeOut(voice: Voice): void {
    window.clearInterval(voice.timer);
    voice.id = null;
    voice.audible = false;
    this.#fade(voice, fadeCurve('out', voice.fade.gain.value));
    voice.timer = window.setTimeout(() => {
      this.#silence(voice);
    }, FADE_SECONDS * 1_500);
  }

  #fade({ fade: { gain } }: Voice, curve: Float32Array): void {
    gain.cancelScheduledValues(0);
    gain.setValueCurveAtTime(curve, this.#context.currentTime, FADE_SECONDS);
  }

  #silence(voice: Voice): void {
    window.clearTimeout(voice.timer);
    window.clearInterval(voice.timer);
    voice.timer = undefined;
    voice.id = null;
    voice.audible = false;
    voice.fade.gain.cancelScheduledValues(0);
    voice.fade.gain.value = 0;
    voice.audio.pause();
  }
}

function decibels(ratio: number): number {
  return 20 * Math.log10(Math.max(1e-6, ratio));
}
