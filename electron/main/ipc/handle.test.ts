import { describe, expect, it } from 'vitest';
import { MugleError } from '../../shared/errors';
import { engineContract, WINDOW_ENGINE_CHANNELS } from '../../shared/ipc/contract';
import { DEFAULT_SETTINGS, settings } from '../../shared/settings';
import type { Sender, ShellHandlers } from './handle';
import { createHandler } from './handle';

const own: Sender = { senderFrame: { url: 'mugle://app/index.html', parent: null } };

const shell: ShellHandlers = {
  'app:info': () => {
    throw new RangeError('a bug');
  },
  'library:choose-folder': () => null,
  'similar:add-folder': () => 'job',
  'excludes:choose-folder': () => null,
  'problems:export': () => null,
  'playlists:choose-import': () => null,
  'playlists:save-file': () => null,
  'duplicates:reveal': () => true,
  'picture:export': () => false,
  'player:playing': ({ playing }) => playing,
  'track:menu': () => 'play',
  'songs:drag-out': ({ ids }) => ids.length,
  'settings:get': () => DEFAULT_SETTINGS,
  'settings:set': (patch) => settings.parse({ ...DEFAULT_SETTINGS, ...patch }),
};

function makeHandler(): {
  handle: ReturnType<typeof createHandler>;
  asked: [string, unknown][];
  bugs: string[];
} {
  const asked: [string, unknown][] = [];
  const bugs: string[] = [];
  const handle = createHandler(
    shell,
    (channel, request) => {
      asked.push([channel, request]);
      return Promise.reject(new MugleError('track-unknown', 'no such song'));
    },
    (channel) => bugs.push(channel),
  );
  return { handle, asked, bugs };
}

describe('the door for requests of the window', () => {
  it('answers what was agreed', async () => {
    const { handle } = makeHandler();
    expect(await handle(own, 'settings:set', { volume: 0.5 })).toEqual({
      ok: true,
      value: { ...DEFAULT_SETTINGS, volume: 0.5 },
    });
  });

  it('passes engine requests on, cleaned, and its errors back', async () => {
    const { handle, asked, bugs } = makeHandler();
    const id = 'a'.repeat(32);
    expect(await handle(own, 'library:track', { id, extra: 1 })).toEqual({
      ok: false,
      error: { kind: 'track-unknown', message: 'no such song' },
    });
    expect(asked).toEqual([['library:track', { id }]]);
    expect(bugs).toEqual([]);
  });

  it.each([
    ['another page', { senderFrame: { url: 'https://app/', parent: null } }],
    ['a look-alike', { senderFrame: { url: 'mugle://app.evil/', parent: null } }],
    ['a frame inside', { senderFrame: { url: 'mugle://app/', parent: {} } }],
    ['a frame that is gone', { senderFrame: null }],
  ])('refuses %s', async (_name, sender) => {
    const { handle } = makeHandler();
    expect(await handle(sender, 'settings:get', {})).toMatchObject({
      ok: false,
      error: { kind: 'bad-request' },
    });
  });

  const hidden = Object.keys(engineContract).filter(
    (channel) => !(WINDOW_ENGINE_CHANNELS as readonly string[]).includes(channel),
  );
  it.each([...hidden, 'toString', '__proto__', '', 7, null, undefined, { a: 1 }])(
    'has no channel %j for a window',
    async (channel) => {
      const { handle, asked } = makeHandler();
      expect(await handle(own, channel, { id: 'a'.repeat(32) })).toMatchObject({
        ok: false,
        error: { kind: 'bad-request' },
      });
      expect(asked).toEqual([]);
    },
  );

  it.each([
    ['library:track', { id: '../../etc/passwd' }],
    ['library:track', undefined],
    ['similar:list', { query: { kind: 'songs', ids: ['a'.repeat(32)] }, limit: 1e9 }],
    ['library:add-roots', { paths: [] }],
    ['scan:start', { surprise: true }],
    ['settings:set', { theme: 'pink' }],
  ])('refuses %s with %j', async (channel, request) => {
    const { handle, asked } = makeHandler();
    expect(await handle(own, channel, request)).toMatchObject({
      ok: false,
      error: { kind: 'bad-request' },
    });
    expect(asked).toEqual([]);
  });

  it('turns a bug into an error as data, and reports it', async () => {
    const { handle, bugs } = makeHandler();
    expect(await handle(own, 'app:info', {})).toEqual({
      ok: false,
      error: { kind: 'internal', message: 'a bug' },
    });
    expect(bugs).toEqual(['app:info']);
  });
});
