import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunningApp } from './support/app';
import { askApp, libraryRows } from './support/bridge';
import type { InternetSocket } from './support/connections';
import { internetSockets, staysHere } from './support/connections';
import { finishedScans } from './support/events';
import { copySongs } from './support/songs';
import { expect, test } from './support/test';

const UNKNOWN_ID = '0'.repeat(32);

/** Asks over the bridge whatever is wanted, past the types that keep the window honest. */
function ask(app: RunningApp, channel: string, request: unknown): Promise<unknown> {
  return app.page.evaluate(
    async ([to, what]) => {
      const { api } = window as unknown as {
        api: { invoke(channel: unknown, request: unknown): Promise<unknown> };
      };
      try {
        return await api.invoke(to, what);
      } catch (thrown) {
        return { thrown: String(thrown) };
      }
    },
    [channel, request] as const,
  );
}

/** What the app's own protocol answers, asked from the main process (no page's rules in between). */
function get(
  { electron }: RunningApp,
  url: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Record<string, string>; body: string }> {
  return electron.evaluate(
    async ({ session }, [to, sent]) => {
      const answer = await session.defaultSession.fetch(to, { headers: sent });
      const body = await answer.text();
      return { status: answer.status, headers: Object.fromEntries(answer.headers), body };
    },
    [url, headers] as const,
  );
}

test('the window is a sandbox without Node', async ({ computer }) => {
  const { page, electron } = await computer.start();
  const globals = ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron'];
  expect(await page.evaluate((names) => names.filter((name) => name in window), globals)).toEqual(
    [],
  );
  expect(
    await page.evaluate(() => Object.keys((window as unknown as { api: object }).api).sort()),
  ).toEqual(['addDropped', 'invoke', 'onEvent']);
  const preferences = await electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map(({ webContents }) => {
      // Electron has it, its types do not.
      const contents = webContents as unknown as {
        getLastWebPreferences(): Electron.WebPreferences;
      };
      const { sandbox, contextIsolation, nodeIntegration, webSecurity } =
        contents.getLastWebPreferences();
      return { sandbox, contextIsolation, nodeIntegration, webSecurity };
    }),
  );
  expect(preferences).toEqual([
    { sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true },
  ]);
});

test('the content security policy comes with the page and holds', async ({ computer }) => {
  const app = await computer.start();
  const { headers } = await get(app, app.page.url());
  const policy = headers['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain("script-src 'unsafe-inline'");
  expect(policy).not.toMatch(/https?:/);

  computer.expectedErrors.push(/Content Security Policy/);
  const ran = await app.page.evaluate(async () => {
    const mark = window as unknown as { inlineRan?: boolean };
    const script = document.createElement('script');
    script.textContent = 'window.inlineRan = true';
    document.body.append(script);
    const reached = await fetch('https://example.org/').then(
      () => true,
      () => false,
    );
    return { inline: mark.inlineRan === true, reached };
  });
  expect(ran).toEqual({ inline: false, reached: false });
});

test('new windows, navigation and permissions are denied', async ({ computer }) => {
  const { page, electron } = await computer.start();
  const url = page.url();
  computer.expectedErrors.push(/./);
  const opened = await page.evaluate(() => window.open('https://example.org/') !== null);
  expect(opened).toBe(false);
  await page.evaluate(() => {
    window.location.href = 'https://example.org/';
  });
  await page.evaluate(() => {
    window.location.href = 'file:///etc/passwd';
  });
  const permission = await page.evaluate(() =>
    Notification.requestPermission().catch((thrown: unknown) => String(thrown)),
  );
  expect(permission).toBe('denied');
  // The page still answers, at its own address, in the only window.
  expect(await page.evaluate(() => 'api' in window)).toBe(true);
  expect(page.url()).toBe(url);
  expect(
    await electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map(({ webContents }) => webContents.getURL()),
    ),
  ).toEqual([url]);
});

test('channels that are not the window’s and malformed requests get a typed error', async ({
  computer,
}) => {
  const app = await computer.start();
  const refused = { ok: false, error: { kind: 'bad-request' } };
  const channels = ['library:path', 'library:playable', 'library:cover', 'no:such', '__proto__'];
  for (const channel of channels) {
    expect(await ask(app, channel, { id: UNKNOWN_ID }), channel).toMatchObject(refused);
  }
  const requests: (readonly [string, unknown])[] = [
    ['library:track', { id: '../../etc/passwd' }],
    ['library:track', null],
    ['library:add-roots', { paths: 'everything' }],
    ['library:add-roots', { paths: [] }],
    ['similar:list', { query: { kind: 'songs', ids: [UNKNOWN_ID] }, limit: 1e9 }],
    [
      'similar:list',
      {
        query: { kind: 'songs', ids: [UNKNOWN_ID] },
        ranking: { by: 'space', space: 'no such space' },
        limit: 10,
      },
    ],
    ['settings:set', { theme: 'neon' }],
    ['track:menu', { id: 'x', analysed: 'maybe' }],
  ];
  for (const [channel, request] of requests) {
    expect(await ask(app, channel, request), channel).toMatchObject(refused);
  }
  expect(await ask(app, 'library:track', { id: UNKNOWN_ID })).toMatchObject({
    ok: false,
    error: { kind: 'track-unknown' },
  });
});

test('mugle:// serves library songs, by parts too, and nothing else', async ({ computer }) => {
  const [wav = ''] = (await copySongs(computer.music)).filter((file) => file.endsWith('.wav'));
  const app = await computer.start({ folder: computer.music });
  await finishedScans(app, 1);

  for (const bad of [
    `mugle://track/${UNKNOWN_ID}`,
    `mugle://cover/${UNKNOWN_ID}`,
    'mugle://track/',
    'mugle://track/..%2f..%2fetc%2fpasswd',
    'mugle://nothing/here',
    'mugle://app/../../package.json',
    'mugle://app/..%2f..%2fpackage.json',
    'mugle://app/%2e%2e/%2e%2e/package.json',
    'mugle://app/..%5c..%5cpackage.json',
    'mugle://app//etc/passwd',
    'mugle://app/%00',
  ]) {
    const { status, body } = await get(app, bad);
    expect(status, bad).toBeGreaterThanOrEqual(400);
    expect(status, bad).toBeLessThan(500);
    expect(body, bad).not.toMatch(/ok-mugle|root:/);
  }

  const id = await idOf(app, path.basename(wav));
  const whole = (await readFile(wav)).length;
  const part = await get(app, `mugle://track/${id}`, { range: 'bytes=4-11' });
  expect(part.status).toBe(206);
  expect(part.headers['content-range']).toBe(`bytes 4-11/${String(whole)}`);
  expect(part.headers['content-length']).toBe('8');
  expect(part.body.slice(4)).toBe('WAVE');
  const beyond = await get(app, `mugle://track/${id}`, { range: `bytes=${String(whole)}-` });
  expect(beyond.status).toBe(416);
});

test('the app opens no connection to anywhere while it scans', async ({ computer }) => {
  test.skip(process.platform !== 'linux', 'sockets are read from /proc');
  await copySongs(computer.music);
  const app = await computer.start();
  const log = path.join(computer.folder, 'net.json');
  await app.electron.evaluate(({ netLog }, file) => netLog.startLogging(file), log);
  await app.page.evaluate(
    (folder) =>
      (
        window as unknown as { api: { invoke(channel: string, request: object): Promise<unknown> } }
      ).api.invoke('library:add-roots', { paths: [folder] }),
    computer.music,
  );
  const outside: InternetSocket[] = [];
  let looks = 0;
  await expect
    .poll(
      async () => {
        looks++;
        outside.push(...internetSockets(app.identity).filter((socket) => !staysHere(socket)));
        return (await app.events()).some(
          (event) => event.kind === 'job' && event.event.kind === 'finished',
        );
      },
      { timeout: 60_000, intervals: [100] },
    )
    .toBe(true);
  expect(looks).toBeGreaterThan(3);
  expect(outside).toEqual([]);
  // The debugging connection of this test proves that the look finds sockets at all.
  expect(internetSockets(app.identity).length).toBeGreaterThan(0);

  await app.electron.evaluate(({ netLog }) => netLog.stopLogging());
  const addresses = (await readFile(log, 'utf8')).match(/"url":"(?:https?|wss?):[^"]*"/g) ?? [];
  expect(addresses).toEqual([]);
});

/** The song whose file has this name. */
async function idOf(app: RunningApp, fileName: string): Promise<string> {
  for (const id of (await libraryRows(app)).keys()) {
    const { paths } = await askApp(app, 'library:track', { id });
    if (path.basename(paths[0] ?? '') === fileName) {
      return id;
    }
  }
  throw new Error(`No row of the library is ${fileName}.`);
}
