import path from 'node:path';

/**
 * The window may load its own files, show covers, play songs, and nothing else.
 * Scripts come from the app's own files only, and none is made of text. Inline styles are for the element library's overlays; they run no code.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' mugle://cover data: blob:",
  'media-src mugle://track',
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-src 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ');

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/**
 * The file that a URL's path names inside the window's folder; `/` is index.html.
 * @param pathname as the URL has it, percent-encoded
 * @returns `undefined` for whatever lies outside the folder, is malformed, or has an unknown type.
 */
export function resolveAppFile(
  rendererDir: string,
  pathname: string,
): { readonly file: string; readonly contentType: string } | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    // Malformed percent-encoding names no file.
    return undefined;
  }
  if (decoded.includes('\0') || decoded.includes('\\')) {
    return undefined;
  }
  const file = path.resolve(rendererDir, `.${decoded === '/' ? '/index.html' : decoded}`);
  const inside = path.relative(rendererDir, file);
  const contentType = CONTENT_TYPES[path.extname(file)];
  if (inside.startsWith('..') || path.isAbsolute(inside) || contentType === undefined) {
    return undefined;
  }
  return { file, contentType };
}
