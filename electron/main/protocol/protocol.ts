import { protocol } from 'electron';
import type { ErrorRecord } from '../../shared/errors';
import { MugleError, toErrorRecord } from '../../shared/errors';
import { APP_ORIGIN, APP_SCHEME } from '../../shared/ipc/transport';
import { trackId } from '../../shared/records';
import type { EngineClient } from '../engine/engine-client';
import type { Logger } from '../logger';
import { CONTENT_SECURITY_POLICY, resolveAppFile } from './app-files';
import { plain, serveFile } from './serve-file';
import { serveSong } from './serve-song';

/** Before the app is ready: makes mugle:// an origin like https, with streaming. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true },
    },
  ]);
}

const HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-cache',
  // The window may draw covers on a canvas and analyse what plays; no other origin can ask anyway.
  'Access-Control-Allow-Origin': APP_ORIGIN,
} as const;

/**
 * Serves `mugle://app/…` (the window's files), `mugle://track/<id>` (a song, with Range) and `mugle://cover/<id>`.
 * The window names songs by id; which file that is only the engine says.
 */
export function setupProtocol(
  rendererDir: string,
  engine: EngineClient,
  logger: Logger,
  tell: (error: ErrorRecord) => void,
): void {
  protocol.handle(APP_SCHEME, async (request) => {
    const onBroken = (thrown: unknown): void => {
      logger.error(`cannot serve ${request.url}`, thrown);
      // A player is told no more than that a song failed.
      if (thrown instanceof MugleError && thrown.kind === 'timed-out') {
        tell(toErrorRecord(thrown));
      }
    };
    try {
      return await answer(request, rendererDir, engine, onBroken);
    } catch (thrown) {
      if (thrown instanceof MugleError && isGone(thrown)) {
        return plain(404, thrown.message);
      }
      onBroken(thrown);
      return plain(500, thrown instanceof Error ? thrown.message : String(thrown));
    }
  });
}

function isGone({ kind }: MugleError): boolean {
  return kind === 'track-unknown' || kind === 'file-missing' || kind === 'file-unreadable';
}

async function answer(
  request: Request,
  rendererDir: string,
  engine: EngineClient,
  onBroken: (thrown: unknown) => void,
): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return plain(405, 'Only reading is possible here.');
  }
  const url = new URL(request.url);
  switch (url.hostname) {
    case 'app':
      return serveApp(rendererDir, url.pathname);
    case 'track':
    case 'cover': {
      const id = trackId.safeParse(url.pathname.slice(1));
      if (!id.success) {
        return plain(404, 'This is no track id.');
      }
      return url.hostname === 'track'
        ? serveSong(engine, id.data, request.headers.get('Range'), HEADERS, onBroken)
        : serveCover(engine, id.data);
    }
    default:
      return plain(404, 'There is no such place.');
  }
}

async function serveApp(rendererDir: string, pathname: string): Promise<Response> {
  const found = resolveAppFile(rendererDir, pathname);
  if (found === undefined) {
    return plain(404, 'There is no such file.');
  }
  return serveFile(found.file, null, {
    ...HEADERS,
    'Content-Type': found.contentType,
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  });
}

async function serveCover(engine: EngineClient, id: string): Promise<Response> {
  const cover = await engine.request('library:cover', { id });
  if (cover === null) {
    return plain(404, 'This song has no cover.');
  }
  return new Response(Uint8Array.from(cover.data), {
    headers: {
      ...HEADERS,
      // The type comes from the song's tags: only pictures may claim to be one.
      'Content-Type': imageType(cover.mimeType),
      'Cache-Control': 'private, max-age=60',
    },
  });
}

function imageType(claimed: string): string {
  return /^image\/(png|jpeg|jpg|gif|webp|bmp)$/.test(claimed)
    ? claimed
    : 'application/octet-stream';
}
