/**
 * `npm run check`: types, lint, walls, dead code, format. Runs all of them and names each that failed.
 * With `--changed` only files that were edited since the last such run are linted: quick, but a type changed elsewhere may hide a
 * complaint, so what CI runs is without it.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = ['electron', 'renderer', 'native-models', 'e2e', 'scripts'];

const cached = process.argv.includes('--changed')
  ? ['--cache', '--cache-strategy', 'content', '--cache-location', '.cache/eslint']
  : [];

/** @type {readonly (readonly [string, readonly string[]])[]} */
const checks = [
  ['types', ['node_modules/typescript/bin/tsc', '-b']],
  ['lint', ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0', ...cached]],
  [
    'walls',
    [
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      '--config',
      '.dependency-cruiser.cjs',
      ...sources,
    ],
  ],
  ['dead code', ['node_modules/knip/bin/knip.js']],
  ['format', ['node_modules/prettier/bin/prettier.cjs', '--check', '.', '--log-level', 'warn']],
];

const failed = [];
for (const [name, args] of checks) {
  const started = Date.now();
  const { status } = spawnSync(process.execPath, [...args], { cwd: root, stdio: 'inherit' });
  process.stdout.write(
    `check: ${name} ${status === 0 ? 'ok' : 'FAILED'} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`,
  );
  if (status !== 0) {
    failed.push(name);
  }
}
if (failed.length > 0) {
  process.stdout.write(`check: failed: ${failed.join(', ')}\n`);
  process.exitCode = 1;
}
