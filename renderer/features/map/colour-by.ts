import { keyPair } from '../../../electron/shared/musical-key';
import type { MapColour } from '../../../electron/shared/settings';
import type { TrackRow } from '../../state/track-row';
import type { Palette } from './palettes';

/** What one colour stands for. */
export interface LegendEntry {
  /** The same for the same group, whatever else is on the map: what is hidden is remembered by it. */
  readonly key: string;
  /** `other`: groups without a colour of their own; `none`: songs that do not say. */
  readonly kind: 'group' | 'other' | 'none';
  readonly name: string;
  readonly colour: string;
  readonly count: number;
}

export interface Colouring {
  /** For each song, its entry of the legend. */
  readonly entry: Uint8Array;
  readonly legend: readonly LegendEntry[];
}

/** What a song is grouped by; `''` when it does not say. */
interface Group {
  readonly key: string;
  readonly name: string;
}

/** What the engine says of each point of the map, in the order of its songs. */
export interface PointFacts {
  /** Number of its cluster; -1 for none. Absent when the engine has none. */
  readonly cluster?: ArrayLike<number> | undefined;
  /** Share of its true neighbours that are near it on the map, 0 to 1; NaN when unknown. */
  readonly trust?: ArrayLike<number> | undefined;
  /** The folder each is in; '' when that is not known. */
  readonly folder?: ArrayLike<string> | undefined;
  /** What mood was heard in each; '' when none was. */
  readonly mood?: ArrayLike<string> | undefined;
  /** When each was listened to, in milliseconds since the epoch; NaN when that is not known. */
  readonly analysed?: ArrayLike<number> | undefined;
  /** Names of clusters by number. */
  readonly clusterNames?: ReadonlyMap<number, string> | undefined;
}

const NONE: Group = { key: '', name: '' };

/** Colours songs by what they have in common. `tracks` in the map's order; undefined for one that has just gone. */
export function colourSongs(
  by: MapColour,
  tracks: readonly (TrackRow | undefined)[],
  facts: PointFacts,
  palette: Palette,
): Colouring {
  const groups = tracks.map((track, index) => groupOf(by, track, index, facts));
  return by === 'decade' || by === 'trust' || by === 'tempo' || by === 'analysed'
    ? colourInOrder(groups, palette)
    : colourMostFrequent(groups, palette);
}

function groupOf(
  by: MapColour,
  track: TrackRow | undefined,
  index: number,
  facts: PointFacts,
): Group {
  switch (by) {
    case 'cluster':
      return clusterOf(facts, index);
    case 'trust':
      return trustOf(valueAt(facts.trust, index));
    case 'analysed':
      return analysedOf(valueAt(facts.analysed, index));
    case 'folder':
    case 'mood':
      return named(facts[by]?.[index] ?? '');
    default:
      return track === undefined ? NONE : tagOf(by, track);
  }
}

function valueAt(values: ArrayLike<number> | undefined, index: number): number {
  return values?.[index] ?? Number.NaN;
}

function tagOf(
  by: Exclude<MapColour, 'cluster' | 'trust' | 'folder' | 'mood' | 'analysed'>,
  track: TrackRow,
): Group {
  switch (by) {
    case 'decade':
      return decadeOf(track.year);
    case 'tempo':
      return tempoOf(track.tempo);
    case 'key':
      return keyGroupOf(track.key);
    case 'genre':
      return named(firstGenre(track.genre));
    default:
      return named(track[by]);
  }
}

function decadeOf(year: number): Group {
  const decade = String(Math.floor(year / 10) * 10);
  return Number.isNaN(year) ? NONE : { key: decade, name: decade };
}

/** Where the steps of tempo begin, in beats a minute: as many as the ramp has colours. */
const TEMPO_STEPS = [0, 70, 90, 105, 120, 135, 150];

function tempoOf(tempo: number): Group {
  if (Number.isNaN(tempo)) {
    return NONE;
  }
  const step = TEMPO_STEPS.findLastIndex((from) => Math.round(tempo) >= from);
  const [from = 0, next] = TEMPO_STEPS.slice(step);
  const name = next === undefined ? `${from}+` : from === 0 ? `<${next}` : `${from}–${next - 1}`;
  return { key: String(step), name };
}

/** Keys that share their notes go together: there are fewer colours than keys. */
function keyGroupOf(key: number): Group {
  if (key < 0) {
    return NONE;
  }
  const { hour, name } = keyPair(key);
  return { key: String(hour), name };
}

/** Names differ in case from file to file. */
function named(name: string): Group {
  return { key: name.toLowerCase(), name };
}

function clusterOf({ cluster, clusterNames }: PointFacts, index: number): Group {
  const number = cluster?.[index] ?? -1;
  return number < 0
    ? NONE
    : { key: String(number), name: clusterNames?.get(number) ?? String(number + 1) };
}

const TRUST_STEPS = 5;

/** In fifths; the key orders them. */
function trustOf(trust: number): Group {
  if (Number.isNaN(trust)) {
    return NONE;
  }
  const step = Math.min(TRUST_STEPS - 1, Math.floor(trust * TRUST_STEPS));
  const percent = 100 / TRUST_STEPS;
  return { key: String(step), name: `${step * percent}–${(step + 1) * percent} %` };
}

/** Days since a song was listened to, up to which it goes with others; what is beyond goes together. The key orders them. */
const AGES = [
  ['long', Infinity],
  ['year', 365],
  ['month', 30],
  ['week', 7],
  ['day', 1],
] as const;
export type Age = (typeof AGES)[number][0];
const DAY_MS = 86_400_000;

function analysedOf(at: number): Group {
  if (Number.isNaN(at)) {
    return NONE;
  }
  const days = (Date.now() - at) / DAY_MS;
  const step = AGES.findLastIndex(([, most]) => days <= most);
  return { key: String(step), name: AGES[step]?.[0] ?? '' };
}

/** `Rock; Indie` and `Rock/Pop` are rock. */
function firstGenre(genre: string): string {
  return (genre.split(/[;,/|]/)[0] ?? '').trim();
}

interface Counted extends Group {
  count: number;
}

function countGroups(groups: readonly Group[]): Map<string, Counted> {
  const counts = new Map<string, Counted>();
  for (const { key, name } of groups) {
    const counted = counts.get(key) ?? { key, name, count: 0 };
    counted.count++;
    counts.set(key, counted);
  }
  return counts;
}

/** The largest groups get colours of their own; the rest share one. */
function colourMostFrequent(
  groups: readonly Group[],
  { groups: colours, grey }: Palette,
): Colouring {
  const counts = countGroups(groups);
  const none = counts.get('')?.count ?? 0;
  counts.delete('');
  const ranked = [...counts.values()].sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
  const top = ranked.slice(0, colours.length);
  const others = ranked.slice(colours.length).reduce((sum, { count }) => sum + count, 0);
  const legend: LegendEntry[] = top.map(({ key, name, count }, index) => ({
    key: `=${key}`,
    kind: 'group',
    name,
    colour: colours[index] ?? grey,
    count,
  }));
  return finished(groups, legend, { others, none, grey });
}

/** Groups in their order along a ramp, at most as many as a legend takes: the oldest decades go together. */
function colourInOrder(groups: readonly Group[], { ramp, grey }: Palette): Colouring {
  const counts = countGroups(groups);
  const none = counts.get('')?.count ?? 0;
  counts.delete('');
  const ordered = [...counts.values()].sort((a, b) => Number(a.key) - Number(b.key));
  const own = ordered.slice(-ramp.length);
  const others = ordered.slice(0, -ramp.length).reduce((sum, { count }) => sum + count, 0);
  const legend: LegendEntry[] = own.map(({ key, name, count }, index) => ({
    key: `=${key}`,
    kind: 'group',
    name,
    // Few groups use the whole ramp.
    colour:
      ramp[
        own.length === 1
          ? ramp.length - 1
          : Math.round((index * (ramp.length - 1)) / (own.length - 1))
      ] ?? grey,
    count,
  }));
  return finished(groups, legend, { others, none, grey });
}

function finished(
  groups: readonly Group[],
  own: readonly LegendEntry[],
  { others, none, grey }: { readonly others: number; readonly none: number; readonly grey: string },
): Colouring {
  const legend = [...own];
  if (others > 0) {
    legend.push({ key: 'other', kind: 'other', name: '', colour: grey, count: others });
  }
  if (none > 0) {
    legend.push({ key: 'none', kind: 'none', name: '', colour: grey, count: none });
  }
  const place = new Map(legend.map(({ key }, index) => [key, index]));
  const entry = Uint8Array.from(groups, ({ key }) =>
    key === '' ? (place.get('none') ?? 0) : (place.get(`=${key}`) ?? place.get('other') ?? 0),
  );
  return { entry, legend };
}
