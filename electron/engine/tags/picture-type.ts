const MAGIC: readonly (readonly [at: number, letters: string, mimeType: string])[] = [
  [0, '\xff\xd8\xff', 'image/jpeg'],
  [0, '\x89PNG\r\n\x1a\n', 'image/png'],
  [0, 'GIF8', 'image/gif'],
  [8, 'WEBP', 'image/webp'],
  [0, 'BM', 'image/bmp'],
];

/** The type of a picture by its first bytes: what the tag says may be wrong, or a web page. */
export function pictureType(data: Uint8Array): string | undefined {
  const start = Buffer.from(data.subarray(0, 16)).toString('latin1');
  return MAGIC.find(([at, letters]) => start.startsWith(letters, at))?.[2];
}
