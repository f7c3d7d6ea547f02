import type { Response } from '../../shared/ipc/contract';
import type { PackedRows } from '../../shared/packed-rows';
import { packRows, unpackRow } from '../../shared/packed-rows';
import type { SpaceName } from '../../shared/records';
import { SPACES } from '../../shared/records';
import { bestRows } from '../rank/best-rows';
import { HUB_LIST_LENGTH, HubCount } from '../rank/hub-figures';
import { SpaceMoments, toMutualDistances } from '../rank/hubs';
import { cosinesTo } from '../rank/nearest';
import type { LibraryStore } from '../store/library-store';
import { artistKey } from './similar-query';
import { Turns } from './turns';

type Report = Response<'similar:hubs'>['spaces'][number];

/**
 * How much hubs dominate the lists of this library, without and with the correction, in every space: over all songs, or a
 * repeatable choice of `most`. Every song of them is compared with every other.
 */
export async function hubReport(
  store: LibraryStore,
  most: number,
): Promise<Response<'similar:hubs'>> {
  const spaces: Report[] = [];
  for (const space of SPACES) {
    const report = await reportOf(store, space, most);
    if (report !== undefined) {
      spaces.push(report);
    }
  }
  return { spaces };
}

async function reportOf(
  store: LibraryStore,
  space: SpaceName,
  most: number,
): Promise<Report | undefined> {
  const memory = store.space(space);
  // Ids are hashes: the first ones are a draw.
  const ids = [...(memory?.ids ?? [])].sort().slice(0, most);
  if (memory === undefined || ids.length <= HUB_LIST_LENGTH) {
    return undefined;
  }
  const vectors = packRows(memory.rowsOf(ids), memory.dims);
  const artists = ids.map((id) => {
    const track = store.tracks.get(id);
    return track === undefined ? '' : artistKey(track);
  });
  const { before, after } = await countLists(vectors, artists);
  return { space, songs: ids.length, before: before.figures(), after: after.figures() };
}

async function countLists(
  vectors: PackedRows,
  artists: readonly string[],
): Promise<{ readonly before: HubCount; readonly after: HubCount }> {
  const rows = artists.map((_, row) => row);
  const moments = new SpaceMoments(vectors, rows, true);
  const spreads = rows.map((row) => moments.spreadOf(unpackRow(vectors, row)));
  const all = {
    mean: Float32Array.from(spreads, ({ mean }) => mean),
    deviation: Float32Array.from(spreads, ({ deviation }) => deviation),
  };
  const before = new HubCount(artists);
  const after = new HubCount(artists);
  const turns = new Turns();
  for (const [row, spread] of spreads.entries()) {
    const others = { limit: HUB_LIST_LENGTH, exclude: { has: (other: number) => other === row } };
    const values = cosinesTo(vectors, unpackRow(vectors, row));
    before.add(row, bestRows(values, others).index);
    toMutualDistances(values, all, spread);
    after.add(
      row,
      bestRows(
        values.map((distance) => -distance),
        others,
      ).index,
    );
    await turns.rest();
  }
  return { before, after };
}
