import { cp, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { splitTexts } from '../../shared/text-column';
import type { Playlist } from '../../shared/ipc/playlist-contract';
import { openLibraryStore } from '../store/library-store';
import type { Bench } from './testing/engine-in-folder';
import { openBench } from './testing/engine-in-folder';
import { writeWav } from './testing/write-wav';

const SONGS = 4;

describe('playlists', () => {
  let bench: Bench;
  let ids: readonly string[] = [];
  beforeAll(async () => {
    bench = await openBench();
    for (let number = 0; number < SONGS; number++) {
      await writeWav(
        path.join(bench.music, `${String(number)}.wav`),
        220 * (number + 1),
        1 + number,
      );
    }
    await bench.run((engine) => engine.handle('library:add-roots', { paths: [bench.music] }));
    ids = splitTexts((await bench.engine.handle('library:rows', { since: 0 })).rows.id);
  }, 120_000);
  afterAll(async () => {
    await bench.remove();
  });

  const song = (index: number): string => ids[index] ?? '';
  const create = (name: string, trackIds: readonly string[] = []): Promise<Playlist> =>
    bench.engine.handle('playlists:create', { name, trackIds: [...trackIds] });
  const names = async (): Promise<string[]> =>
    (await bench.engine.handle('playlists:list', {})).map(({ name }) => name);

  it('are made, listed by name, renamed, deleted and had back, and every change is told', async () => {
    const told = bench.events.length;
    const b = await create('  b 10 ', [song(0), song(0)]);
    await create('B 9');
    const twin = await create('b 10');
    expect(await names()).toEqual(['B 9', 'b 10', 'b 10 (2)']);
    await bench.engine.handle('playlists:rename', { id: twin.id, name: '저녁' });
    expect(await bench.engine.handle('playlists:delete', { id: b.id })).toBe(true);
    expect(await bench.engine.handle('playlists:delete', { id: b.id })).toBe(false);
    await expect(bench.engine.handle('playlists:get', { id: b.id })).rejects.toMatchObject({
      kind: 'playlist-unknown',
    });
    await create('b 10');
    const back = await bench.engine.handle('playlists:restore', { id: b.id });
    expect(back).toMatchObject({ id: b.id, name: 'b 10 (2)', trackIds: [song(0), song(0)] });
    expect((await names()).sort()).toEqual(['B 9', 'b 10', 'b 10 (2)', '저녁'].sort());
    const changes = bench.events.slice(told).filter(({ kind }) => kind === 'playlists-changed');
    expect(changes).toHaveLength(7);
  });

  it('say how many songs and how long they are', async () => {
    const { id } = await create('Long', [song(0), song(1), song(1)]);
    const list = await bench.engine.handle('playlists:list', {});
    const { rows } = await bench.engine.handle('library:rows', { since: 0 });
    const seconds = [0, 1, 1].reduce((sum, at) => sum + (rows.durationSeconds[at] ?? 0), 0);
    expect(list.find((each) => each.id === id)).toMatchObject({ songs: 3, missing: 0, seconds });
  });

  it('take no songs that the library never had, no names of blanks, and no order made from an older list', async () => {
    const { id, changedAt } = await create('Firm', [song(0)]);
    const stranger = 'f'.repeat(32);
    const refused = async (what: Promise<unknown>, kind: string): Promise<void> => {
      await expect(what).rejects.toMatchObject({ kind });
    };
    await refused(create('x', [stranger]), 'track-unknown');
    await refused(create(' \t'), 'bad-request');
    await refused(
      bench.engine.handle('playlists:add', { id, trackIds: [stranger] }),
      'track-unknown',
    );
    await bench.engine.handle('playlists:add', { id, trackIds: [song(1)], at: 0 });
    const old = { id, trackIds: [], changedAt };
    await refused(bench.engine.handle('playlists:arrange', old), 'playlist-changed');
    const { playlist } = await bench.engine.handle('playlists:get', { id });
    expect(playlist.trackIds).toEqual([song(1), song(0)]);
  });

  it('hold exactly what was put into them, whatever is done in whatever order', async () => {
    const step = fc.oneof(
      fc.record({
        add: fc.array(fc.nat(SONGS - 1), { maxLength: 4 }),
        at: fc.option(fc.nat(9), { nil: undefined }),
      }),
      fc.record({ arrange: fc.array(fc.nat(SONGS - 1), { maxLength: 6 }) }),
      fc.record({ rename: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        let now = await create('Any');
        let model: string[] = [];
        for (const each of steps) {
          const { id, changedAt } = now;
          if ('add' in each) {
            const added = each.add.map(song);
            model.splice(each.at ?? model.length, 0, ...added);
            now = await bench.engine.handle('playlists:add', { id, trackIds: added, at: each.at });
          } else if ('arrange' in each) {
            model = each.arrange.map(song);
            now = await bench.engine.handle('playlists:arrange', {
              id,
              trackIds: model,
              changedAt,
            });
          } else if (each.rename.trim() !== '') {
            now = await bench.engine.handle('playlists:rename', { id, name: each.rename });
          }
          expect(now.changedAt).toBeGreaterThanOrEqual(changedAt);
          expect(now.trackIds).toEqual(model);
        }
        await bench.engine.handle('playlists:delete', { id: now.id });
      }),
      { numRuns: 40 },
    );
  });

  it('keep songs whose files are gone, and say so', async () => {
    const gone = path.join(bench.music, 'gone.wav');
    await writeWav(gone, 3000, 2);
    await bench.run((engine) => engine.handle('scan:start', {}));
    const { rows } = await bench.engine.handle('library:rows', { since: 0 });
    const lost = splitTexts(rows.id).find((id) => !ids.includes(id)) ?? '';
    const { id } = await create('With a gap', [song(0), lost]);
    await rm(gone);
    await bench.run((engine) => engine.handle('scan:start', {}));
    const list = await bench.engine.handle('playlists:list', {});
    expect(list.find((each) => each.id === id)).toMatchObject({ songs: 2, missing: 1 });
    // Its folder is forgotten too: the library shows nothing of it any more, the playlist still does.
    await bench.engine.handle('library:remove-root', { path: bench.music });
    const { playlist, unlisted } = await bench.engine.handle('playlists:get', { id });
    expect(playlist.trackIds).toEqual([song(0), lost]);
    expect(new Set(splitTexts(unlisted.id))).toEqual(new Set([song(0), lost]));
    expect(splitTexts(unlisted.title)).toContain('gone');
    await bench.run((engine) => engine.handle('library:add-roots', { paths: [bench.music] }));
  }, 120_000);

  it('are on disk soon after, without being closed', async () => {
    const { id } = await create('Survivor', [song(2), song(1)]);
    const scratch = await mkdtemp(path.join(os.tmpdir(), 'mugle-killed-'));
    const library = path.join(path.dirname(bench.music), 'library.lance');
    try {
      // What a kill at this moment would leave is what lies on disk.
      await expect
        .poll(
          async () => {
            await rm(path.join(scratch, 'left'), { recursive: true, force: true });
            await cp(library, path.join(scratch, 'left'), {
              recursive: true,
              filter: (source) => !path.basename(source).includes('lock'),
            });
            const store = await openLibraryStore(path.join(scratch, 'left'), {
              logger: { info: () => undefined, warn: () => undefined },
            });
            const kept = store.playlists.byId.get(id);
            await store.close();
            return kept?.trackIds;
          },
          { timeout: 4000 },
        )
        .toEqual([song(2), song(1)]);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }, 30_000);
});
