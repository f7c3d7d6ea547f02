import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensurePrograms } from './quality/fetch-packages';
import { openFromHeads } from './quality/from-heads';
import { hearAll } from './quality/hear-all';
import type { Heard, Hearing } from './quality/hearing';
import type { RealSong } from './quality/real-songs';
import { realSongs } from './quality/real-songs';
import { groupScores, hubness, recallOfFirst, versionScores } from './quality/scores';
import type { System } from './quality/systems';
import { systemsFor } from './quality/systems';
import { VARIANTS } from './quality/variants';
import { versionsOfTunes } from './quality/versions';

/** Sounds shorter than this are effects and jingles. */
const SHORTEST_SECONDS = 30;
/** Songs that are changed in twelve ways: neither so short that half of one is nothing, nor so long that changing takes minutes. */
const CHANGED_SECONDS = { shortest: 60, longest: 240 };
const FULL = { changed: 32, tunes: 100 };
const QUICK = { changed: 8, tunes: 25 };

export interface QualityBenchOptions {
  /** A smaller look, under three minutes. */
  readonly quick?: boolean;
  readonly tell: (text: string) => void;
}

interface SystemScores {
  readonly sameRecording: Readonly<Record<string, number>>;
  readonly album: { readonly p10: number; readonly map: number };
  readonly artist: { readonly p10: number; readonly map: number };
  readonly versions: { readonly mrr: number; readonly recall10: number };
  readonly hubness: { readonly skewness: number; readonly antihubShare: number };
}

export interface QualityBenchResult {
  readonly songs: number;
  readonly tunes: number;
  /** Songs that were changed, and renderings of each tune. */
  readonly changed: number;
  readonly renderings: number;
  readonly systems: Readonly<Record<string, SystemScores>>;
  /** Mean milliseconds a song, one thread, as measured when it was first heard. */
  readonly msPerSong: Readonly<Record<string, number>>;
  /** What is not in the table and why. */
  readonly notes: readonly string[];
}

/** What each space is worth on real music and on renderings of tunes, beside baselines. */
export async function runQualityBench({
  quick = false,
  tell,
}: QualityBenchOptions): Promise<QualityBenchResult> {
  const cacheDir = path.join(os.homedir(), '.cache', 'ok-mugle', 'bench', 'quality');
  const size = quick ? QUICK : FULL;
  await ensurePrograms(['ffmpeg', 'fluidsynth', 'unzip'], tell);
  const fetched = { cacheDir: path.join(cacheDir, 'packages'), tell };
  const plain = path.join(cacheDir, 'plain.onnx');
  const withPlain = existsSync(plain);
  const hears = {
    cacheDir: path.join(cacheDir, 'heard'),
    plainPath: withPlain ? plain : undefined,
    tell,
  };
  let unheard = 0;
  const hear = async (hearings: readonly Hearing[]): ReturnType<typeof hearAll> => {
    const heard = await hearAll(hearings, hears);
    unheard += heard.filter((one) => one === undefined).length;
    return heard;
  };

  const found = await realSongs({ ...fetched, quick });
  tell(`Hearing ${found.length} songs`);
  const songs = pair(
    found,
    await hear(found.map((song) => ({ kind: 'file', path: song.path }))),
  ).filter(({ heard }) => heard.seconds >= SHORTEST_SECONDS);
  const changed = chooseChanged(songs, size.changed);
  tell(`Changing ${changed.length} songs in ${VARIANTS.length} ways`);
  const copies = await hearCopies(songs, changed, hear);
  tell(`Playing ${size.tunes} tunes`);
  const versions = await versionsOfTunes({ ...fetched, tunes: size.tunes });
  const renderings = pair(versions.tunes, await hear(versions.hearings));

  const heads = await openFromHeads();
  const systems: Record<string, SystemScores> = {};
  for (const system of systemsFor(heads, withPlain)) {
    tell(`Comparing by ${system.name}`);
    systems[system.name] = await judge(system, { songs, copies, renderings });
  }
  const result = {
    songs: songs.length,
    tunes: size.tunes,
    changed: changed.length,
    renderings: renderings.length / size.tunes,
    systems,
    msPerSong: {
      ...timesOf(songs.map((song) => song.heard)),
      heads: heads.msPerSong(),
    },
    notes: notesOf(withPlain, unheard),
  };
  await heads.close();
  return result;
}

interface Pair<T> {
  readonly of: T;
  readonly heard: Heard;
}
interface Material {
  readonly songs: readonly Pair<RealSong>[];
  /** By variant: the changed copies, and which song each is of. */
  readonly copies: ReadonlyMap<string, readonly Pair<number>[]>;
  readonly renderings: readonly Pair<number>[];
}

/** Without what could not be heard. */
function pair<T>(things: readonly T[], heard: readonly (Heard | undefined)[]): readonly Pair<T>[] {
  return things.flatMap((of, at) => {
    const one = heard[at];
    return one === undefined ? [] : [{ of, heard: one }];
  });
}

/** Places of songs of the judging packages, spread evenly. */
function chooseChanged(songs: readonly Pair<RealSong>[], wanted: number): readonly number[] {
  const { shortest, longest } = CHANGED_SECONDS;
  const fit = songs.flatMap(({ of, heard }, place) =>
    of.judging && heard.seconds >= shortest && heard.seconds <= longest ? [place] : [],
  );
  const count = Math.min(wanted, fit.length);
  return Array.from(
    { length: count },
    (_, at) => fit[Math.floor(((at + 0.5) * fit.length) / count)]!,
  );
}

async function hearCopies(
  songs: readonly Pair<RealSong>[],
  changed: readonly number[],
  hear: (hearings: readonly Hearing[]) => ReturnType<typeof hearAll>,
): Promise<Material['copies']> {
  const wanted = VARIANTS.flatMap(({ name }) => changed.map((place) => ({ name, place })));
  const heard = await hear(
    wanted.map(({ name, place }) => ({
      kind: 'variant',
      path: songs[place]!.of.path,
      variant: name,
    })),
  );
  return new Map(
    VARIANTS.map(({ name }) => [
      name,
      pair(wanted, heard)
        .filter(({ of }) => of.name === name)
        .map((one) => ({ of: one.of.place, heard: one.heard })),
    ]),
  );
}

async function judge(
  system: System,
  { songs, copies, renderings }: Material,
): Promise<SystemScores> {
  const all = songs.map(({ heard }) => heard);
  const played = renderings.map(({ heard }) => heard);
  const amongSongs = await system.between(all, all);
  const sameRecording: Record<string, number> = {};
  for (const [variant, some] of copies) {
    const likeness = await system.between(
      some.map(({ heard }) => heard),
      all,
    );
    const origins = some.map(({ of }) => of);
    sameRecording[variant] = recallOfFirst(origins, all.length, likeness);
  }
  return {
    sameRecording,
    album: groupScores(
      songs.map(({ of }) => of.album),
      amongSongs,
    ),
    artist: groupScores(
      songs.map(({ of }) => of.artist),
      amongSongs,
    ),
    versions: versionScores(
      renderings.map(({ of }) => of),
      await system.between(played, played),
    ),
    hubness: hubness(all.length, amongSongs),
  };
}

function timesOf(heard: readonly Heard[]): Record<string, number> {
  const stages = ['decode', 'embed', 'mfcc'] as const;
  return Object.fromEntries(
    stages.map((stage) => [
      stage,
      heard.reduce((sum, { ms }) => sum + ms[stage], 0) / Math.max(1, heard.length),
    ]),
  );
}

function notesOf(withPlain: boolean, unheard: number): readonly string[] {
  const notes: string[] = [];
  if (!withPlain) {
    notes.push(
      'plainOriginal is absent: native-models/melody/train/plain.sh makes its model, which is not shipped.',
    );
  }
  if (unheard > 0) {
    notes.push(`${unheard} sounds could not be heard and are left out; each was named meanwhile.`);
  }
  return notes;
}
