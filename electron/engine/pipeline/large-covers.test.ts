import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decodePassages } from '../decode/decode-passages';
import { OGG_PAGES, picture, withCover } from '../tags/testing/tagged';
import { doFileJob } from './file-jobs';
import { PASSAGE_PLAN } from './passage-plan';
import { FIXTURES } from './testing/engine-in-folder';

const COVER_BYTES = 50_000_000;
/** Far below what a file may take; far above the quarter of a second it takes, and below the 20 it once did. */
const MOST_CPU_SECONDS = 8;
const { signal } = new AbortController();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mugle-covers-'));
});
afterAll(() => rm(folder, { recursive: true }));

const songs = ['starfall.ogg', 'nuclear-heartbeat.opus'].flatMap((song) =>
  Object.entries(OGG_PAGES).map(([pages, segments]) => ({ song, pages, segments })),
);

it.each(songs)(
  'a cover of 50 MB on $pages pages in $song changes nothing, and takes no time',
  async ({ song, segments }) => {
    const plain = path.join(FIXTURES, song);
    const covered = path.join(folder, song);
    const bytes = withCover(await readFile(plain), picture(COVER_BYTES), segments);
    await writeFile(covered, bytes);
    const read = (file: string): Promise<unknown> =>
      doFileJob({ what: 'song', path: file }, () => undefined);
    const before = process.cpuUsage();
    const [known, decoded] = [
      await read(covered),
      await decodePassages(covered, PASSAGE_PLAN, { signal }),
    ];
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(MOST_CPU_SECONDS);
    const { id, tags } = (await read(plain)) as { readonly id: string; readonly tags: object };
    expect(known).toEqual({ id, tags: { ...tags, hasCover: true } });
    expect(decoded.passages).toEqual(
      (await decodePassages(plain, PASSAGE_PLAN, { signal })).passages,
    );
  },
);
