import type { ErrorKind, Stage } from '../../shared/errors';
import { errorKind, stage } from '../../shared/errors';
import type { SoundFacts, SpaceName, TrackId } from '../../shared/records';
import { spaceName, trackState } from '../../shared/records';
import { z } from 'zod';
import type { ColumnReader, Columns } from './lance-table';
import type {
  StoredFailure,
  StoredFeedback,
  StoredFile,
  StoredLayout,
  StoredPlaylist,
  StoredPlays,
  StoredState,
  StoredTrack,
} from './stored-records';
import { feedbackKey, pathKey } from './table-specs';

const storedState = trackState.exclude(['missing']);
const words = z.array(z.string());
const numbersByName = z.record(z.string(), z.number());

const orNaN = (value: number | null): number => value ?? Number.NaN;
const orNull = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value;

export type KnownTracks = ReadonlyMap<TrackId, StoredTrack>;

/** The string that a known song has as its id already, for one that was read anew. */
export function ownId(id: TrackId, known: KnownTracks): TrackId {
  return known.get(id)?.id ?? id;
}

export function trackColumnsOf(tracks: readonly StoredTrack[]): Columns {
  const text = (pick: (track: StoredTrack) => string): string[] => tracks.map(pick);
  const numbers = (pick: (track: StoredTrack) => number | null): number[] =>
    tracks.map((track) => orNaN(pick(track)));
  return {
    id: text((track) => track.id),
    title: text((track) => track.tags.title),
    artist: text((track) => track.tags.artist),
    album: text((track) => track.tags.album),
    albumArtist: text((track) => track.tags.albumArtist),
    genre: text((track) => track.tags.genre),
    year: numbers((track) => track.tags.year),
    trackNumber: numbers((track) => track.tags.trackNumber),
    discNumber: numbers((track) => track.tags.discNumber),
    durationSeconds: numbers((track) => track.tags.durationSeconds),
    hasCover: numbers((track) => (track.tags.hasCover ? 1 : 0)),
    state: text((track) => track.state),
    models: text((track) => JSON.stringify(track.models)),
    missingSince: numbers((track) => track.missing?.since ?? null),
    missingPath: text((track) => track.missing?.path ?? ''),
    tempo: numbers((track) => track.sound?.tempo?.bpm ?? null),
    tempoConfidence: numbers((track) => track.sound?.tempo?.confidence ?? null),
    key: numbers((track) => track.sound?.key?.key ?? null),
    keyConfidence: numbers((track) => track.sound?.key?.confidence ?? null),
    loudness: numbers((track) => track.sound?.loudness ?? null),
    analysedAt: numbers((track) => track.analysedAt ?? null),
  };
}

export function* tracksFrom(reader: ColumnReader): Generator<StoredTrack> {
  const text = (name: string): ((row: number) => string) => {
    const values = reader.text(name);
    return (row) => values[row] ?? '';
  };
  const number = (name: string): ((row: number) => number | null) => {
    const values = reader.numbers(name);
    return (row) => orNull(values[row]);
  };
  const id = text('id');
  const title = text('title');
  const artist = text('artist');
  const album = text('album');
  const albumArtist = text('albumArtist');
  const genre = text('genre');
  const year = number('year');
  const trackNumber = number('trackNumber');
  const discNumber = number('discNumber');
  const durationSeconds = number('durationSeconds');
  const hasCover = number('hasCover');
  const state = parsed(text('state'), stateOf);
  const models = parsed(text('models'), (json) => words.parse(JSON.parse(json)));
  const missingSince = number('missingSince');
  const missingPath = text('missingPath');
  const sound = soundFrom(number);
  const analysedAt = number('analysedAt');
  for (let row = 0; row < reader.rows; row++) {
    // Filled in place: spreading takes several times as long, and every song of a library passes here while a window waits.
    const track: Writable<StoredTrack> = {
      id: id(row),
      tags: {
        title: title(row),
        artist: artist(row),
        album: album(row),
        albumArtist: albumArtist(row),
        genre: genre(row),
        year: year(row),
        trackNumber: trackNumber(row),
        discNumber: discNumber(row),
        durationSeconds: durationSeconds(row),
        hasCover: hasCover(row) === 1,
      },
      state: state(row),
      models: models(row),
    };
    const since = missingSince(row);
    if (since !== null) {
      track.missing = { since, path: missingPath(row) };
    }
    const facts = sound(row);
    if (facts !== undefined) {
      track.sound = facts;
    }
    const at = analysedAt(row);
    if (at !== null) {
      track.analysedAt = at;
    }
    yield track;
  }
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** The columns of what was described; a row in which nothing is known has no facts. */
function soundFrom(
  number: (name: string) => (row: number) => number | null,
): (row: number) => SoundFacts | undefined {
  const tempo = number('tempo');
  const tempoConfidence = number('tempoConfidence');
  const key = number('key');
  const keyConfidence = number('keyConfidence');
  const loudness = number('loudness');
  return (row) => {
    const bpm = tempo(row);
    const keyNumber = key(row);
    const lufs = loudness(row);
    if (bpm === null && keyNumber === null && lufs === null) {
      return undefined;
    }
    return {
      tempo: bpm === null ? null : { bpm, confidence: tempoConfidence(row) ?? 0 },
      key: keyNumber === null ? null : { key: keyNumber, confidence: keyConfidence(row) ?? 0 },
      loudness: lufs,
    };
  };
}

export function fileColumnsOf(files: readonly StoredFile[]): Columns {
  return {
    key: files.map((file) => pathKey(file.path)),
    path: files.map((file) => file.path),
    sizeBytes: files.map((file) => file.sizeBytes),
    mtimeMs: files.map((file) => file.mtimeMs),
    trackId: files.map((file) => file.trackId),
  };
}

/** Each with its song's own id, which is long: a string of its own for every mention would be much of what a library takes. */
export function* filesFrom(reader: ColumnReader, known: KnownTracks): Generator<StoredFile> {
  const path = reader.text('path');
  const sizeBytes = reader.numbers('sizeBytes');
  const mtimeMs = reader.numbers('mtimeMs');
  const trackId = reader.text('trackId');
  for (let row = 0; row < reader.rows; row++) {
    yield {
      path: path[row] ?? '',
      sizeBytes: sizeBytes[row] ?? 0,
      mtimeMs: mtimeMs[row] ?? 0,
      trackId: ownId(trackId[row] ?? '', known),
    };
  }
}

export function failureColumnsOf(failures: readonly StoredFailure[]): Columns {
  return {
    key: failures.map((failure) => pathKey(failure.path)),
    path: failures.map((failure) => failure.path),
    sizeBytes: failures.map((failure) => failure.sizeBytes),
    mtimeMs: failures.map((failure) => failure.mtimeMs),
    stage: failures.map((failure) => failure.stage ?? ''),
    kind: failures.map((failure) => failure.kind),
    message: failures.map((failure) => failure.message),
    at: failures.map((failure) => failure.at),
  };
}

export function* failuresFrom(reader: ColumnReader): Generator<StoredFailure> {
  const path = reader.text('path');
  const sizeBytes = reader.numbers('sizeBytes');
  const mtimeMs = reader.numbers('mtimeMs');
  const stages = reader.text('stage');
  const kinds = reader.text('kind');
  const message = reader.text('message');
  const at = reader.numbers('at');
  for (let row = 0; row < reader.rows; row++) {
    yield {
      path: path[row] ?? '',
      sizeBytes: sizeBytes[row] ?? 0,
      mtimeMs: mtimeMs[row] ?? 0,
      stage: stageOf(stages[row] ?? ''),
      kind: kindOf(kinds[row] ?? ''),
      message: message[row] ?? '',
      at: at[row] ?? 0,
    };
  }
}

/** What tells layouts of one space apart: the models and the seed. Everything else follows from the songs and the program. */
export function layoutKey({ space, models, params }: StoredLayout): string {
  return pathKey([space, ...models, `seed ${String(params['seed'] ?? 0)}`].join('\n'));
}

export function layoutColumnsOf(layouts: readonly StoredLayout[]): Columns {
  return {
    key: layouts.map(layoutKey),
    space: layouts.map((layout) => layout.space),
    models: layouts.map((layout) => JSON.stringify(layout.models)),
    params: layouts.map((layout) => JSON.stringify(layout.params)),
    ids: layouts.map((layout) => layout.ids.join(' ')),
    x: layouts.map((layout) => layout.x),
    y: layouts.map((layout) => layout.y),
    trust: layouts.map((layout) => layout.trust),
    madeAt: layouts.map((layout) => layout.madeAt),
  };
}

/** Each with the key it was written by. */
export function* layoutsFrom(
  reader: ColumnReader,
  known: KnownTracks,
): Generator<readonly [key: string, layout: StoredLayout]> {
  const key = reader.text('key');
  const space = reader.text('space');
  const models = reader.text('models');
  const params = reader.text('params');
  const ids = reader.text('ids');
  const x = reader.floats('x');
  const y = reader.floats('y');
  const trust = reader.floats('trust');
  const madeAt = reader.numbers('madeAt');
  for (let row = 0; row < reader.rows; row++) {
    const layout: StoredLayout = {
      space: spaceOf(space[row] ?? ''),
      models: words.parse(JSON.parse(models[row] ?? '[]')),
      params: numbersByName.parse(JSON.parse(params[row] ?? '{}')),
      ids: (ids[row] ?? '').split(' ').flatMap((id) => (id === '' ? [] : ownId(id, known))),
      x: x[row] ?? new Float32Array(),
      y: y[row] ?? new Float32Array(),
      trust: trust[row] ?? new Float32Array(),
      madeAt: madeAt[row] ?? 0,
    };
    yield [key[row] ?? '', layout];
  }
}

export function playlistColumnsOf(playlists: readonly StoredPlaylist[]): Columns {
  return {
    id: playlists.map((playlist) => playlist.id),
    name: playlists.map((playlist) => playlist.name),
    trackIds: playlists.map((playlist) => playlist.trackIds.join(' ')),
    createdAt: playlists.map((playlist) => playlist.createdAt),
    changedAt: playlists.map((playlist) => playlist.changedAt),
    deletedAt: playlists.map((playlist) => orNaN(playlist.deletedAt)),
  };
}

export function* playlistsFrom(reader: ColumnReader): Generator<StoredPlaylist> {
  const id = reader.text('id');
  const name = reader.text('name');
  const trackIds = reader.text('trackIds');
  const createdAt = reader.numbers('createdAt');
  const changedAt = reader.numbers('changedAt');
  const deletedAt = reader.numbers('deletedAt');
  for (let row = 0; row < reader.rows; row++) {
    yield {
      id: id[row] ?? '',
      name: name[row] ?? '',
      trackIds: (trackIds[row] ?? '').split(' ').filter((each) => each !== ''),
      createdAt: createdAt[row] ?? 0,
      changedAt: changedAt[row] ?? 0,
      deletedAt: orNull(deletedAt[row]),
    };
  }
}

export function playColumnsOf(plays: readonly StoredPlays[]): Columns {
  return {
    id: plays.map((each) => each.id),
    plays: plays.map((each) => each.plays),
    skips: plays.map((each) => each.skips),
    lastPlayed: plays.map((each) => orNaN(each.lastPlayed)),
  };
}

export function* playsFrom(reader: ColumnReader): Generator<StoredPlays> {
  const id = reader.text('id');
  const plays = reader.numbers('plays');
  const skips = reader.numbers('skips');
  const lastPlayed = reader.numbers('lastPlayed');
  for (let row = 0; row < reader.rows; row++) {
    yield {
      id: id[row] ?? '',
      plays: plays[row] ?? 0,
      skips: skips[row] ?? 0,
      lastPlayed: orNull(lastPlayed[row]),
    };
  }
}

export function feedbackColumnsOf(feedback: readonly StoredFeedback[]): Columns {
  return {
    key: feedback.map(({ query, song }) => feedbackKey(query, song)),
    query: feedback.map(({ query }) => query),
    song: feedback.map(({ song }) => song),
    said: feedback.map(({ isMore }) => (isMore ? 1 : -1)),
    at: feedback.map(({ at }) => at),
  };
}

export function* feedbackFrom(reader: ColumnReader): Generator<StoredFeedback> {
  const query = reader.text('query');
  const song = reader.text('song');
  const said = reader.numbers('said');
  const at = reader.numbers('at');
  for (let row = 0; row < reader.rows; row++) {
    yield {
      query: query[row] ?? '',
      song: song[row] ?? '',
      isMore: (said[row] ?? 0) > 0,
      at: at[row] ?? 0,
    };
  }
}

function stateOf(text: string): StoredState {
  return storedState.parse(text);
}

function spaceOf(text: string): SpaceName {
  return spaceName.parse(text);
}

function stageOf(text: string): Stage | undefined {
  return text === '' ? undefined : stage.parse(text);
}

function kindOf(text: string): ErrorKind {
  return errorKind.parse(text);
}

/** Few different texts, many rows: each is parsed once and its value shared. */
function parsed<T>(
  textAt: (row: number) => string,
  parse: (text: string) => T,
): (row: number) => T {
  const known = new Map<string, T>();
  let [lastText, lastValue]: [string | undefined, T | undefined] = [undefined, undefined];
  return (row) => {
    const text = textAt(row);
    // Most rows say what the one before said.
    if (text === lastText && lastValue !== undefined) {
      return lastValue;
    }
    let value = known.get(text);
    if (value === undefined) {
      value = parse(text);
      known.set(text, value);
    }
    [lastText, lastValue] = [text, value];
    return value;
  };
}
