import { create } from 'zustand';
import type { Playlist, PlaylistSummary } from '../../electron/shared/ipc/playlist-contract';
import { fromErrorRecord, toErrorRecord } from '../../electron/shared/errors';
import { invoke } from '../api/api';
import type { MarkedList } from './list-order';
import { removeEntries } from './list-order';
import { report } from './notices';
import type { TrackRow } from './track-row';
import { rowsOf } from './track-row';
import { tellDone } from './undo';
import { useView } from './view';

/** A path that is open: how many songs it has, and the same way with more or fewer. */
export interface OpenPath {
  readonly length: number;
  readonly withLength: (length: number) => Promise<void>;
}

/** How songs that were put together can be put together otherwise. */
interface OtherWays {
  /** Makes another list in the same way, for lists that are made with chance. */
  readonly another?: (() => Promise<void>) | undefined;
  readonly path?: OpenPath;
  /** For a radio: forgets what it has given, and begins again. */
  readonly over?: () => Promise<void>;
}

/** The list in sight: a playlist, or songs that were put together and are not saved. */
export interface OpenList extends OtherWays {
  /** Null while it is not saved. */
  readonly id: string | null;
  readonly name: string;
  readonly trackIds: readonly string[];
  readonly changedAt: number;
  /** Songs of it that the library does not show. */
  readonly unlisted: ReadonlyMap<string, TrackRow>;
}

interface PlaylistsState {
  readonly list: readonly PlaylistSummary[];
  readonly open: OpenList | null;
  /** Selected positions of the open list. */
  readonly marked: ReadonlySet<number>;
  /** The position that the keyboard is at; −1 for none. */
  readonly lead: number;
  /** Where a stretch begins that is selected with Shift; −1 for none. */
  readonly anchor: number;
  /** The playlist whose name is being written. */
  readonly renaming: string | null;
}

export const usePlaylists = create<PlaylistsState>(() => ({
  list: [],
  open: null,
  marked: new Set(),
  lead: -1,
  anchor: -1,
  renaming: null,
}));

const NOTHING_MARKED = { marked: new Set<number>(), lead: -1, anchor: -1, renaming: null };

const NO_ROWS: ReadonlyMap<string, TrackRow> = new Map();

/** Changes of the open list go one after another; each is made from what the one before left. */
let turn: Promise<void> = Promise.resolve();
/** Counts changes made here, so that an answer from before one does not undo it in sight. */
let edits = 0;

function inTurn(act: () => Promise<void>): Promise<void> {
  turn = turn.then(act).catch(report);
  return turn;
}

/** Asks for the playlists, and for the open one. */
export async function refreshPlaylists(): Promise<void> {
  try {
    usePlaylists.setState({ list: await invoke('playlists:list', {}) });
  } catch (thrown) {
    report(thrown);
  }
  await inTurn(refreshOpen);
}

async function refreshOpen(): Promise<void> {
  const id = usePlaylists.getState().open?.id;
  if (id == null) {
    return;
  }
  const before = edits;
  try {
    const open = await load(id);
    if (usePlaylists.getState().open?.id === id && before === edits) {
      usePlaylists.setState({ open });
    }
  } catch (thrown) {
    if (toErrorRecord(thrown).kind !== 'playlist-unknown') {
      throw thrown;
    }
    closeList();
  }
}

async function load(id: string): Promise<OpenList> {
  const { playlist, unlisted } = await invoke('playlists:get', { id });
  const rows = rowsOf(unlisted).map((row): [string, TrackRow] => [row.id, row]);
  return { ...playlist, unlisted: new Map(rows) };
}

/** What waits to be opened; null once something else is to be, or the list was closed. */
let wanted: symbol | null = null;

/** Gets what is to be opened. Undefined when it comes late: the person wants to see something else by then. */
export async function ifStillWanted<T>(get: () => Promise<T>): Promise<T | undefined> {
  const own = Symbol();
  wanted = own;
  const got = await get();
  return wanted === own ? got : undefined;
}

/** Shows a playlist. */
export async function openPlaylist(id: string): Promise<void> {
  await show(() => load(id));
}

async function show(get: () => Promise<OpenList>): Promise<void> {
  const open = await ifStillWanted(get);
  if (open !== undefined) {
    usePlaylists.setState({ open, ...NOTHING_MARKED });
    useView.setState({ tab: 'playlist' });
  }
}

/** Shows songs as a list that can be played, changed and saved. */
export function openUnsaved(name: string, trackIds: readonly string[], ways: OtherWays = {}): void {
  const open = { id: null, name, trackIds, changedAt: 0, unlisted: NO_ROWS, ...ways };
  usePlaylists.setState({ open, ...NOTHING_MARKED });
  useView.setState({ tab: 'playlist' });
}

/** Leaves the open list; the library is shown where it was. */
export function closeList(): void {
  wanted = null;
  usePlaylists.setState({ open: null, ...NOTHING_MARKED });
  useView.setState(({ tab }) => ({ tab: tab === 'playlist' ? 'library' : tab }));
}

/** Makes a playlist of songs, opens it unless another list is asked for meanwhile, and lets its name be written. */
export async function createPlaylist(name: string, trackIds: readonly string[]): Promise<void> {
  let made: string | undefined;
  await show(async () => {
    made = (await invoke('playlists:create', { name, trackIds: [...trackIds] })).id;
    return load(made);
  });
  if (made !== undefined && usePlaylists.getState().open?.id === made) {
    usePlaylists.setState({ renaming: made });
  }
}

/** The list that is being saved as a playlist. */
let saving: OpenList | null = null;

/** Makes a playlist of the open list, one however often that is asked for. */
export async function saveOpen(): Promise<void> {
  const { open } = usePlaylists.getState();
  if (open?.id !== null || open === saving) {
    return;
  }
  saving = open;
  try {
    await createPlaylist(open.name, open.trackIds);
  } finally {
    if (saving === open) {
      saving = null;
    }
  }
}

export function startRenaming(renaming: string | null): void {
  usePlaylists.setState({ renaming });
}

export async function renamePlaylist(id: string, name: string): Promise<void> {
  usePlaylists.setState({ renaming: null });
  if (name.trim() !== '') {
    await invoke('playlists:rename', { id, name });
  }
}

/** Deletes a playlist; it can be had back. */
export async function deletePlaylist({ id, name }: Pick<Playlist, 'id' | 'name'>): Promise<void> {
  if (await invoke('playlists:delete', { id })) {
    tellDone({
      text: { key: 'playlists.deleted', name },
      undo: () => invoke('playlists:restore', { id }),
    });
  }
}

/** Puts songs into a playlist, at its end or before a position. */
export async function addToPlaylist(
  id: string,
  trackIds: readonly string[],
  at?: number,
): Promise<void> {
  const { playlist: before } = await invoke('playlists:get', { id });
  const after = await invoke('playlists:add', { id, trackIds: [...trackIds], at });
  tellDone({
    text: { key: 'playlists.added', name: after.name, count: trackIds.length },
    undo: () => takeBack(after, before.trackIds),
  });
}

/** Puts songs into the open list, saved or not. */
export async function addToOpen(trackIds: readonly string[], at: number): Promise<void> {
  const { open } = usePlaylists.getState();
  if (open === null) {
    return;
  }
  if (open.id !== null) {
    await addToPlaylist(open.id, trackIds, at);
    return;
  }
  const ids = [...open.trackIds.slice(0, at), ...trackIds, ...open.trackIds.slice(at)];
  usePlaylists.setState({ open: { ...open, trackIds: ids } });
}

function takeBack(after: Playlist, trackIds: readonly string[]): Promise<unknown> {
  const { id, changedAt } = after;
  return invoke('playlists:arrange', { id, trackIds: [...trackIds], changedAt });
}

/** Shows the open list as it is to be, and has it saved. */
export function arrange({ ids, marked }: MarkedList, lead: number): Promise<void> {
  const { open } = usePlaylists.getState();
  if (open === null) {
    return Promise.resolve();
  }
  edits++;
  usePlaylists.setState({ open: { ...open, trackIds: ids }, marked, lead, anchor: lead });
  const { id } = open;
  return id === null ? Promise.resolve() : inTurn(() => saveOrder(id, ids));
}

/** Another list may be open by the time it is this one's turn. */
async function saveOrder(id: string, trackIds: readonly string[]): Promise<void> {
  try {
    const { open } = usePlaylists.getState();
    const { changedAt } = open?.id === id ? open : (await invoke('playlists:get', { id })).playlist;
    const saved = await invoke('playlists:arrange', { id, trackIds: [...trackIds], changedAt });
    usePlaylists.setState(({ open: now }) =>
      now?.id === id ? { open: { ...now, changedAt: saved.changedAt } } : {},
    );
  } catch (thrown) {
    // What is shown is not what is kept: the truth first, then why.
    const error = toErrorRecord(thrown);
    edits++;
    await refreshOpen();
    throw fromErrorRecord(error);
  }
}

/** An entry was clicked or reached: alone, as one more (Ctrl, ⌘), or with all between it and the one before (Shift). */
export function markAt(
  at: number,
  { shiftKey, ctrlKey, metaKey }: Pick<KeyboardEvent, 'shiftKey' | 'ctrlKey' | 'metaKey'>,
): void {
  const { marked, anchor } = usePlaylists.getState();
  if (shiftKey && anchor >= 0) {
    const from = Math.min(anchor, at);
    const length = Math.abs(anchor - at) + 1;
    usePlaylists.setState({
      marked: new Set(Array.from({ length }, (_, i) => from + i)),
      lead: at,
    });
    return;
  }
  const next = new Set(ctrlKey || metaKey ? marked : []);
  if (!next.delete(at)) {
    next.add(at);
  }
  usePlaylists.setState({ marked: next, lead: at, anchor: at });
}

export function markAll(): void {
  usePlaylists.setState(({ open, lead }) => ({
    marked: new Set((open?.trackIds ?? []).keys()),
    lead: Math.max(0, lead),
  }));
}

/** The songs at the selected positions, in the list's order. */
export function markedIds(): readonly string[] {
  const { open, marked } = usePlaylists.getState();
  return open?.trackIds.filter((_, at) => marked.has(at)) ?? [];
}

/** Takes the selected songs out of the open list. */
export async function removeMarked(): Promise<void> {
  const { open, marked } = usePlaylists.getState();
  if (open === null || marked.size === 0) {
    return;
  }
  const before = open.trackIds;
  const after = removeEntries({ ids: before, marked });
  await arrange(after, [...after.marked][0] ?? -1);
  tellDone({
    text: { key: 'playlists.removed', name: open.name, count: marked.size },
    undo: () => putBack(open.id, before, marked),
  });
}

async function putBack(
  id: string | null,
  ids: readonly string[],
  marked: ReadonlySet<number>,
): Promise<void> {
  if (usePlaylists.getState().open?.id === id) {
    await arrange({ ids, marked }, [...marked][0] ?? -1);
  } else if (id !== null) {
    const { playlist } = await invoke('playlists:get', { id });
    await takeBack(playlist, ids);
  }
}
