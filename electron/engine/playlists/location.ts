/** A place in a file system, of this computer or another one. */
export interface Place {
  /** It begins at a root: `/`, a drive, a server. Others begin at the playlist's own folder. */
  readonly absolute: boolean;
  /** Folders and the file, without what separates them; a drive or server is the first. */
  readonly segments: readonly string[];
}

/** What a location may mean: as it stands, and with percent signs decoded where it has some. */
export function locationsOf(written: string): readonly string[] {
  const decoded = withoutPercent(written);
  return decoded === undefined || decoded === written ? [written] : [written, decoded];
}

/** The path of a `file:` address, anything else as it is; `undefined` for what is no file (a stream). */
export function placeOf(location: string): Place | undefined {
  if (!/^file:/i.test(location)) {
    // A colon alone may stand in a name.
    return /^[a-z][a-z0-9+.-]+:\/\//i.test(location) ? undefined : fromPath(location);
  }
  const rest = location.slice('file:'.length);
  const [, host = '', path = ''] = /^\/\/([^/\\]*)(.*)$/s.exec(rest) ?? [rest, '', rest];
  const decoded = withoutPercent(path) ?? path;
  const isHere = host === '' || host.toLowerCase() === 'localhost';
  // A drive may stand in the host's place: file://C:/Music.
  return fromPath(
    isHere ? decoded : /^[a-z]:$/i.test(host) ? host + decoded : `//${host}${decoded}`,
  );
}

function fromPath(path: string): Place {
  const windows = /^\/?([a-z]):(?:[\\/]|$)(.*)$/is.exec(path);
  if (windows !== null) {
    const [, drive = '', rest = ''] = windows;
    return {
      absolute: true,
      segments: segmentsOf([`${drive.toUpperCase()}:`, ...rest.split(/[\\/]/)]),
    };
  }
  // Backslashes separate in paths of Windows only; on other systems they may stand in a name.
  const isWindows = path.startsWith('\\') || (path.includes('\\') && !path.includes('/'));
  const separator = isWindows ? /[\\/]/ : /\//;
  return { absolute: /^[\\/]/.test(path), segments: segmentsOf(path.split(separator)) };
}

/** Without `.` and empty ones; `..` takes one away, and stays where there is none. */
function segmentsOf(parts: readonly string[]): readonly string[] {
  const segments: string[] = [];
  for (const part of parts) {
    if (part === '..' && segments.length > 0 && segments.at(-1) !== '..') {
      segments.pop();
    } else if (part !== '' && part !== '.') {
      segments.push(part);
    }
  }
  return segments;
}

/** Undefined where the percent signs are no encoding of UTF-8, or there are none. */
function withoutPercent(text: string): string | undefined {
  if (!/%[0-9a-f]{2}/i.test(text)) {
    return undefined;
  }
  try {
    return decodeURIComponent(text);
  } catch {
    // Not UTF-8: a name that has percent signs of its own.
    return undefined;
  }
}
