import { expect, it } from 'vitest';
import { fasterProviders } from './faster-providers';

it.each([
  ['win32', ['dml', 'webgpu']],
  ['darwin', ['coreml', 'webgpu']],
  ['linux', ['cuda', 'webgpu']],
  ['freebsd', []],
] as const)('on %s tries %j, in this order', (platform, providers) => {
  expect(fasterProviders(platform)).toEqual(providers);
});
