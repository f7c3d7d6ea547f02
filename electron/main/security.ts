import { app, session } from 'electron';
import { APP_ORIGIN, APP_SCHEME } from '../shared/ipc/transport';
import type { Logger } from './logger';

/** What the window may load at all; everything else, every server above all, is refused. */
const ALLOWED_PROTOCOLS: ReadonlySet<string> = new Set([
  `${APP_SCHEME}:`,
  'data:',
  'blob:',
  'devtools:',
  'chrome-devtools:',
]);

/** Before the app is ready: Chromium itself must not look anything up, whatever asks it to. */
export function forbidNetwork(): void {
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  app.commandLine.appendSwitch('no-proxy-server');
  app.commandLine.appendSwitch('disable-background-networking');
  app.commandLine.appendSwitch('disable-component-update');
  app.commandLine.appendSwitch('disable-domain-reliability');
  app.commandLine.appendSwitch('no-pings');
}

/** Denies what the app never needs: other pages, windows, webviews, permissions, downloads, the network. */
export function setupSecurity(logger: Logger): void {
  const refuse = (what: string): void => {
    logger.warn(`refused: ${what}`);
  };
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => {
      if (!event.url.startsWith(`${APP_ORIGIN}/`)) {
        event.preventDefault();
        refuse(`navigation to ${event.url}`);
      }
    });
    contents.on('will-attach-webview', (event) => {
      event.preventDefault();
      refuse('a webview');
    });
    contents.setWindowOpenHandler(({ url }) => {
      refuse(`a new window for ${url}`);
      return { action: 'deny' };
    });
  });
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, permission, answer) => {
    refuse(`permission ${permission}`);
    answer(false);
  });
  defaultSession.setPermissionCheckHandler(() => false);
  defaultSession.setDevicePermissionHandler(() => false);
  defaultSession.on('will-download', (event, item) => {
    event.preventDefault();
    refuse(`download of ${item.getURL()}`);
  });
  defaultSession.setSpellCheckerEnabled(false);
  defaultSession.webRequest.onBeforeRequest((details, answer) => {
    const allowed = ALLOWED_PROTOCOLS.has(protocolOf(details.url));
    if (!allowed) {
      refuse(`request for ${details.url}`);
    }
    answer({ cancel: !allowed });
  });
}

function protocolOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : '';
}
