import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterEach, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const added: string[] = [];

/** Adds a file to the real tree for the length of one test. */
function add(path: string, source: string): string {
  const full = join(root, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, source, { flag: 'wx' });
  added.push(full);
  return path;
}

function cruise(paths: readonly string[]): { status: number | null; output: string } {
  const run = spawnSync(
    process.execPath,
    [
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      '--config',
      '.dependency-cruiser.cjs',
      ...paths,
    ],
    { cwd: root, encoding: 'utf8' },
  );
  return { status: run.status, output: run.stdout + run.stderr };
}

afterEach(() => {
  for (const path of added.splice(0)) {
    rmSync(path, { force: true });
  }
});

describe('the walls trip', () => {
  it.each([
    [
      'engine-never-reaches-electron',
      'electron/engine/rank',
      `import { app } from 'electron';\nexport const a = app;\n`,
    ],
    [
      'stages-never-import-each-other',
      'electron/engine/rank',
      `export * from '../scan/find-files';\n`,
    ],
    [
      'shared-stands-alone',
      'electron/shared',
      `import { join } from 'node:path';\nexport const a = join;\n`,
    ],
    [
      'window-sees-only-shared',
      'renderer/app',
      `export * from '../../electron/engine/rank/nearest';\n`,
    ],
    [
      'renderer-has-no-node',
      'renderer/app',
      `import { join } from 'node:path';\nexport const a = join;\n`,
    ],
    ['main-spawns-the-engine', 'electron/main', `export * from '../engine/rank/nearest';\n`],
    [
      'onnxruntime-only-in-embed',
      'electron/engine/rank',
      `import * as ort from 'onnxruntime-node';\nexport const a = ort;\n`,
    ],
    [
      'onnxruntime-only-told-to-be-silent',
      'electron/engine/embed',
      `import { Tensor } from 'onnxruntime-node';\nexport const a = Tensor;\n`,
    ],
    [
      'lancedb-only-in-store',
      'electron/engine/map',
      `import * as db from '@lancedb/lancedb';\nexport const a = db;\n`,
    ],
    [
      'music-metadata-only-in-tags',
      'electron/engine/scan',
      `import * as mm from 'music-metadata';\nexport const a = mm;\n`,
    ],
    [
      'decoder-only-in-decode',
      'electron/engine/tags',
      `import * as d from 'audio-decode';\nexport const a = d;\n`,
    ],
    [
      'e2e-drives-the-app-from-outside',
      'e2e',
      `export * from '../electron/engine/rank/nearest';\n`,
    ],
    ['no-unresolvable', 'electron/engine/map', `export * from './no-such-file';\n`],
  ])('%s', (rule, folder, source) => {
    const path = add(`${folder}/wall-trip-${process.pid}.ts`, source);
    const { status, output } = cruise([path]);
    expect(output).toContain(rule);
    expect(status).not.toBe(0);
  });

  it('sees electron behind another module', () => {
    const pid = process.pid;
    add(
      `electron/engine/map/wall-inner-${pid}.ts`,
      `import { app } from 'electron';\nexport const a = app;\n`,
    );
    const outer = add(
      `electron/engine/map/wall-outer-${pid}.ts`,
      `export * from './wall-inner-${pid}';\n`,
    );
    const { status, output } = cruise([outer]);
    expect(output).toMatch(
      new RegExp(`engine-never-reaches-electron: electron/engine/map/wall-outer-${pid}`),
    );
    expect(status).not.toBe(0);
  });

  it('does not compile electron inside the engine', () => {
    const path = add(
      `electron/engine/rank/wall-types-${process.pid}.ts`,
      `import { app } from 'electron';\nexport const a: unknown = app;\n`,
    );
    const config = ts.getParsedCommandLineOfConfigFile(
      join(root, 'electron/engine/tsconfig.json'),
      { noEmit: true, composite: false, emitDeclarationOnly: false, declaration: false },
      { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
    );
    const program = ts.createProgram([join(root, path)], config?.options ?? {});
    const codes = ts.getPreEmitDiagnostics(program).map((each) => each.code);
    expect(codes).toContain(2305);
  });

  it('is told by ESLint in the editor', () => {
    const path = add(
      `electron/engine/rank/wall-lint-${process.pid}.ts`,
      `import { app } from 'electron';\n\nexport const a: unknown = app;\n`,
    );
    const run = spawnSync(process.execPath, ['node_modules/eslint/bin/eslint.js', path], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(run.stdout).toContain('no-restricted-imports');
    expect(run.status).toBe(1);
  });
});

describe('the walls stand', () => {
  it('in the tree as it is', () => {
    const files = execFileSync(
      'git',
      ['ls-files', 'electron', 'renderer', 'native-models', 'e2e', 'scripts'],
      {
        cwd: root,
        encoding: 'utf8',
      },
    );
    expect(files).not.toBe('');
    expect(cruise(['electron', 'renderer', 'native-models', 'e2e', 'scripts'])).toMatchObject({
      status: 0,
    });
  });
});
