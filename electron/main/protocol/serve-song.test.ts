import { describe, expect, it } from 'vitest';
import { MugleError } from '../../shared/errors';
import type { EngineClient } from '../engine/engine-client';
import { serveSong } from './serve-song';

const SIZE = 700_001;
const song = Uint8Array.from({ length: SIZE }, (_, index) => index % 251);

interface Asked {
  readonly from: number;
  readonly length: number;
}

/** An engine that holds one song, of which only so much can be read. */
function engineWith(
  readable: number,
  broken?: MugleError,
): { readonly engine: Pick<EngineClient, 'request'>; readonly asked: readonly Asked[] } {
  const asked: Asked[] = [];
  const request = (channel: string, given: unknown): Promise<unknown> => {
    if (channel === 'library:playable') {
      return Promise.resolve({ path: '/m/song.mp3', mimeType: 'audio/mpeg', sizeBytes: SIZE });
    }
    const { from, length } = given as Asked;
    asked.push({ from, length });
    return from >= readable && broken !== undefined
      ? Promise.reject(broken)
      : Promise.resolve(song.slice(from, Math.min(from + length, readable)));
  };
  return { engine: { request } as Pick<EngineClient, 'request'>, asked };
}

const serve = (
  engine: Pick<EngineClient, 'request'>,
  range: string | null,
  onBroken: (thrown: unknown) => void = () => undefined,
): Promise<Response> => serveSong(engine, 'a'.repeat(32), range, { 'X-Test': '1' }, onBroken);

describe('a song from the engine', () => {
  it('comes whole, in pieces', async () => {
    const { engine, asked } = engineWith(SIZE);
    const response = await serve(engine, null);
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Type')).toBe('audio/mpeg');
    expect(response.headers.get('Content-Length')).toBe(String(SIZE));
    expect(response.headers.get('Accept-Ranges')).toBe('bytes');
    expect(response.headers.get('X-Test')).toBe('1');
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(song);
    expect(asked.length).toBeGreaterThan(2);
  });

  it('comes in part, to the byte', async () => {
    const { engine, asked } = engineWith(SIZE);
    const response = await serve(engine, 'bytes=300000-700000');
    expect(response.status).toBe(206);
    expect(response.headers.get('Content-Range')).toBe(`bytes 300000-700000/${String(SIZE)}`);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(song.slice(300_000));
    expect(asked[0]?.from).toBe(300_000);
    expect((await serve(engine, `bytes=${String(SIZE)}-`)).status).toBe(416);
  });

  it('is asked for only as it is played', async () => {
    const { engine, asked } = engineWith(SIZE);
    const response = await serve(engine, null);
    const reader = response.body!.getReader();
    await reader.read();
    await reader.cancel();
    expect(asked.length).toBeLessThanOrEqual(2);
  });

  it('breaks off with the reason when its drive stops answering, or it got shorter', async () => {
    const silent = new MugleError('timed-out', '/m/song.mp3 did not answer within 15 s.');
    for (const [broken, kind] of [
      [silent, 'timed-out'],
      [undefined, 'damaged-audio'],
    ] as const) {
      const told: unknown[] = [];
      const { engine } = engineWith(400_000, broken);
      const response = await serve(engine, null, (thrown) => told.push(thrown));
      await expect(response.arrayBuffer()).rejects.toMatchObject({ kind });
      expect(told).toMatchObject([{ kind }]);
    }
  });
});
