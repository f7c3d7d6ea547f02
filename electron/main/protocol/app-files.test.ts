import fc from 'fast-check';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CONTENT_SECURITY_POLICY, resolveAppFile } from './app-files';

const folder = path.resolve('/app/build/renderer');

describe('resolveAppFile', () => {
  it('finds the files of the window', () => {
    expect(resolveAppFile(folder, '/')).toEqual({
      file: path.join(folder, 'index.html'),
      contentType: 'text/html; charset=utf-8',
    });
    expect(resolveAppFile(folder, '/assets/a%20b.js')?.file).toBe(
      path.join(folder, 'assets', 'a b.js'),
    );
  });

  it.each([
    '/../main/main.js',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/package.json',
    '/assets/../../main/main.js',
    '/..\\main\\main.js',
    '/%00.js',
    '/%E0%A4%A.js',
    '/secret.key',
    '/assets',
  ])('refuses %s', (pathname) => {
    expect(resolveAppFile(folder, pathname)).toBeUndefined();
  });

  it('stays inside, whatever comes', () => {
    const piece = fc.constantFrom('..', '.', '%2e%2e', '%2f', '/', '//', 'a', '\\', '%5c', '.js');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const found = resolveAppFile(folder, `/${pieces.join('')}.js`);
        expect(found === undefined || found.file.startsWith(folder + path.sep)).toBe(true);
      }),
    );
  });
});

describe('the content security policy', () => {
  it('names no server, no wildcard and no inline script', () => {
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/https?:|\*|wss?:/);
    expect(CONTENT_SECURITY_POLICY).toMatch(/script-src 'self'(?![^;]*unsafe-inline)/);
    expect(CONTENT_SECURITY_POLICY).toContain("default-src 'none'");
  });
});
