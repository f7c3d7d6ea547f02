import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serveFile } from './serve-file';

describe('serveFile', () => {
  let folder = '';
  let song = '';
  const bytes = Uint8Array.from({ length: 1000 }, (_, index) => index % 251);

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-serve-'));
    song = path.join(folder, 'a "song"\n노래.mp3');
    await writeFile(song, bytes);
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const body = async (response: Response): Promise<Uint8Array> =>
    new Uint8Array(await response.arrayBuffer());

  it('gives the whole file, and says that ranges work', async () => {
    const response = await serveFile(song, null, { 'Content-Type': 'audio/mpeg' });
    expect(response.status).toBe(200);
    expect(response.headers.get('Accept-Ranges')).toBe('bytes');
    expect(response.headers.get('Content-Length')).toBe('1000');
    expect(response.headers.get('Content-Type')).toBe('audio/mpeg');
    expect(await body(response)).toEqual(bytes);
  });

  it('gives a part', async () => {
    const response = await serveFile(song, 'bytes=10-19', {});
    expect(response.status).toBe(206);
    expect(response.headers.get('Content-Range')).toBe('bytes 10-19/1000');
    expect(response.headers.get('Content-Length')).toBe('10');
    expect(await body(response)).toEqual(bytes.slice(10, 20));
  });

  it('refuses a range behind the end', async () => {
    const response = await serveFile(song, 'bytes=1000-', {});
    expect(response.status).toBe(416);
    expect(response.headers.get('Content-Range')).toBe('bytes */1000');
  });

  it('has no answer for what is gone, and for folders', async () => {
    expect((await serveFile(path.join(folder, 'gone.mp3'), null, {})).status).toBe(404);
    expect((await serveFile(folder, null, {})).status).toBe(404);
    expect((await serveFile(path.join(song, 'inside'), null, {})).status).toBe(404);
  });

  it('gives an empty file', async () => {
    const empty = path.join(folder, 'empty.mp3');
    await writeFile(empty, '');
    const response = await serveFile(empty, null, {});
    expect(response.status).toBe(200);
    expect(await body(response)).toEqual(new Uint8Array());
  });
});
