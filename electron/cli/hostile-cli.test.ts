import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostileFolder } from '../engine/pipeline/testing/hostile-files';
import { writeHostileFiles } from '../engine/pipeline/testing/hostile-files';
import { mountHangingDrive, whyNoHangingDrive } from '../engine/pipeline/testing/hanging-drive';

/** As it ships; built before the tests begin. */
const entry = fileURLToPath(new URL('../../build/cli/mugle.js', import.meta.url));
const SEED = 47;
const BUDGET_MS = 400_000;
/** A command that takes longer hangs. */
const HANG_MS = 180_000;
/** What a terminal would obey, and what would turn its lines around. */
const OBEYED = /[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/u;
const STACK = /^\s+at .+:\d+:\d+\)?$/m;

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** One command in a process of its own; `null` as code when it hung. */
function mugle(args: readonly string[]): Promise<Run> {
  const child = spawn(process.execPath, [entry, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: HANG_MS,
    killSignal: 'SIGKILL',
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (data: string) => (stdout += data));
  child.stderr.setEncoding('utf8').on('data', (data: string) => (stderr += data));
  return new Promise((resolve) => {
    // Not "close": what it started to read from a dead drive may hold its stderr for as long as that hangs.
    child.on('exit', (code) => {
      setTimeout(() => {
        resolve({ code, stdout, stderr });
      }, 200);
    });
  });
}

/** What every command owes, whatever it is given. */
async function behaves(args: readonly string[]): Promise<Run> {
  const run = await mugle(args);
  const told = JSON.stringify({ args, ...run }).slice(0, 2_000);
  expect([0, 1, 2], told).toContain(run.code);
  expect(STACK.test(run.stderr) || STACK.test(run.stdout), told).toBe(false);
  for (const line of `${run.stdout}\n${run.stderr}`.split('\n')) {
    expect(OBEYED.test(line), told).toBe(false);
  }
  if (args.includes('--json') && run.code !== 2) {
    expect(() => JSON.parse(run.stdout) as unknown, told).not.toThrow();
    expect(run.stdout.trimEnd().split('\n'), told).toHaveLength(1);
  }
  if (run.code !== 0) {
    expect(run.stderr, told).toMatch(/^(mugle: |error: )/m);
  }
  return run;
}

describe.skipIf(process.platform === 'win32')('the command line on hostile files', () => {
  let folder: string;
  let hostile: HostileFolder;
  let paths: readonly string[];
  let library: readonly string[];
  const at = (name: string): string => path.join(folder, 'music', name);

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'mugle-hostile-cli-'));
    await mkdir(path.join(folder, 'music'));
    library = ['--library', path.join(folder, 'library')];
    hostile = await writeHostileFiles(path.join(folder, 'music'), SEED);
    paths = hostile.cases.map(({ name }) => at(name));
  }, BUDGET_MS);
  afterAll(async () => {
    await hostile.close();
    await rm(folder, { recursive: true, force: true });
  });

  it(
    'tags: gives tags or a reason',
    async () => {
      const json = fc.boolean();
      await fc.assert(
        fc.asyncProperty(fc.nat(), json, async (pick, asJson) => {
          const file = paths[pick % paths.length] ?? '';
          const run = await behaves(['tags', file, ...(asJson ? ['--json'] : [])]);
          expect(run.code).not.toBe(2);
        }),
        { numRuns: 12, endOnFailure: true },
      );
    },
    BUDGET_MS,
  );

  it(
    'scan, doctor, map, similar: the odd names of a library are escaped, its answers are JSON',
    async () => {
      const names = at('names');
      const plain = await behaves(['scan', names, ...library]);
      expect(plain.code).toBe(0);
      // Files whose names are no UTF-8 fail and are told of.
      expect(plain.stdout).toContain('failed (scan)');
      const again = await behaves(['scan', names, '--json', ...library]);
      const { found, indexed, failed, skipped } = JSON.parse(again.stdout) as Record<
        string,
        number
      >;
      expect(found).toBe((indexed ?? 0) + (failed ?? 0) + (skipped ?? 0));
      expect(skipped).toBeGreaterThan(25);
      for (const args of [['doctor'], ['map'], ['similar', at('names/new\nline.wav')]]) {
        expect((await behaves([...args, ...library])).code).toBe(0);
        expect((await behaves([...args, '--json', ...library])).code).toBe(0);
      }
      // The same name comes out of JSON as it is.
      const asked = ['--only', 'genre', '--limit', '500', '--json'];
      const similar = ['similar', at('names/Twin.wav'), ...asked, ...library];
      const rows = JSON.parse((await behaves(similar)).stdout) as {
        path: string;
        versions: string[];
      }[];
      const found1 = rows.flatMap((row) => [row.path, ...row.versions]);
      expect(found1).toContain(at('names/new\nline.wav'));
      expect(found1).toContain(at('names/control \x01\x02\x1b[31m\x7f.wav'));
      expect(found1).toContain(at('names/\u202Egnp.exe \u202C.wav'));
    },
    BUDGET_MS,
  );

  it(
    'similar: answers for any file, or says why not',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(), fc.boolean(), async (pick, asJson) => {
          const file = paths[pick % paths.length] ?? '';
          await behaves(['similar', file, ...(asJson ? ['--json'] : []), ...library]);
        }),
        { numRuns: 3, endOnFailure: true },
      );
    },
    BUDGET_MS,
  );

  it(
    'any other arguments: says how it is used',
    async () => {
      const word = fc.oneof(
        fc.constantFrom('scan', 'similar', 'map', 'tags', 'doctor', '--json', '--limit', '--space'),
        fc.string({ unit: 'binary', maxLength: 12 }).filter((text) => !text.includes('\0')),
        fc.constantFrom('\u001b[2J', '--\u001b]0;x\u0007', '\u202Eevil', '-', '--', '__proto__'),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(word, { maxLength: 4 }), async (words) => {
          // The library of whoever runs the tests is none of their business.
          const isOwn = words.some((each) => ['scan', 'similar', 'map', 'doctor'].includes(each));
          await behaves(isOwn ? [...words, ...library] : words);
        }),
        { numRuns: 8, endOnFailure: true },
      );
    },
    BUDGET_MS,
  );

  it(
    'ends quietly when nobody reads its answer any more',
    async () => {
      const child = spawn(process.execPath, [entry, 'doctor', ...library], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child.stdout.destroy();
      let stderr = '';
      child.stderr.setEncoding('utf8').on('data', (data: string) => (stderr += data));
      const code = await new Promise((resolve) => child.on('close', resolve));
      expect([code, stderr]).toEqual([0, '']);
    },
    BUDGET_MS,
  );

  // These two mostly wait, side by side.
  it.concurrent(
    'says what is wrong with a library that is none, and with folders to scan that are none',
    async () => {
      const file = path.join(folder, 'file');
      await writeFile(file, 'no library');
      const loop = path.join(folder, 'loop');
      await symlink(loop, loop);
      for (const bad of [file, '/dev/null/x']) {
        for (const command of ['doctor', 'map']) {
          const run = await behaves([command, '--json', '--library', bad]);
          expect([run.code, run.stderr.startsWith('mugle: ')]).toEqual([1, true]);
        }
      }
      // Alone in its folder, which is what is scanned.
      const pipe = path.join(folder, 'alone', 'pipe.wav');
      await mkdir(path.dirname(pipe));
      await promisify(execFile)('mkfifo', [pipe]);
      for (const bad of [loop, pipe, path.join(folder, 'a\u001b[31mb')]) {
        await behaves(['scan', bad, '--json', '--library', path.join(folder, 'other')]);
      }
    },
    BUDGET_MS,
  );

  const unmountable = whyNoHangingDrive();
  it.skipIf(unmountable !== undefined).concurrent(
    'tags: does not wait for a drive that hangs',
    async () => {
      const drive = path.join(folder, 'drive');
      const unmount = await mountHangingDrive(drive, ['song.mp3', 'size.mp3']);
      try {
        const runs = ['song.mp3', 'size.mp3'].map((name) =>
          behaves(['tags', path.join(drive, name), '--json']),
        );
        for (const run of await Promise.all(runs)) {
          expect(JSON.parse(run.stdout)).toMatchObject({ error: { kind: 'timed-out' } });
          expect(run.code).toBe(1);
        }
      } finally {
        await unmount();
      }
    },
    BUDGET_MS,
  );
});
