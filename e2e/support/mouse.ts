import { spawnSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import type { Locator } from '@playwright/test';
import type { RunningApp } from './app';

/** Where something is on the display, in pixels from its top left. */
export interface ScreenPoint {
  readonly x: number;
  readonly y: number;
}

/** Chromium asks what lies under the mouse as it moves, so it must not jump. */
const STEPS = 24;
const STEP_MS = 25;
/** Until the window has told the app, and the app the system, that files are dragged. */
const TAKE_MS = 700;

/** Why the display's mouse cannot be moved here; undefined where it can. */
export function noMouse(): string | undefined {
  if (process.platform !== 'linux') {
    return 'the mouse is moved by xdotool, which is for X11';
  }
  const { error } = spawnSync('xdotool', ['version']);
  return error === undefined ? undefined : 'xdotool is not installed (npm run setup, as root)';
}

/** Puts the window at this place of the display. */
export async function placeWindow(
  { electron }: RunningApp,
  bounds: ScreenPoint & { readonly width: number; readonly height: number },
): Promise<void> {
  await electron.evaluate(({ BrowserWindow }, where) => {
    BrowserWindow.getAllWindows()[0]?.setBounds(where);
  }, bounds);
}

/** The middle of what the window shows, on the display. */
export async function onScreen({ electron }: RunningApp, part: Locator): Promise<ScreenPoint> {
  const box = await part.boundingBox();
  const content = await electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.getContentBounds(),
  );
  if (box === null || content === undefined) {
    throw new Error('The window does not show what the mouse is to go to.');
  }
  return {
    x: Math.round(content.x + box.x + box.width / 2),
    y: Math.round(content.y + box.y + box.height / 2),
  };
}

/** Drags with the display's own mouse, as a hand does; it may leave the window. */
export async function dragOnScreen(
  from: ScreenPoint,
  to: ScreenPoint,
  { alt = false, whileOver }: { readonly alt?: boolean; readonly whileOver: () => Promise<void> },
): Promise<void> {
  move(from);
  if (alt) {
    xdotool('keydown', 'alt');
  }
  xdotool('mousedown', '1');
  try {
    // The first steps begin the drag; the rest waits until it has been taken over by the system.
    await moveSlowly(from, { x: from.x - 24, y: from.y + 24 });
    await wait(TAKE_MS);
    await moveSlowly({ x: from.x - 24, y: from.y + 24 }, to);
    await whileOver();
  } finally {
    xdotool('mouseup', '1');
    if (alt) {
      xdotool('keyup', 'alt');
    }
  }
}

async function moveSlowly(from: ScreenPoint, to: ScreenPoint): Promise<void> {
  for (let step = 1; step <= STEPS; step += 1) {
    const part = step / STEPS;
    move({
      x: Math.round(from.x + (to.x - from.x) * part),
      y: Math.round(from.y + (to.y - from.y) * part),
    });
    await wait(STEP_MS);
  }
}

function move({ x, y }: ScreenPoint): void {
  xdotool('mousemove', String(x), String(y));
}

function xdotool(...args: string[]): void {
  const { status, error, stderr } = spawnSync('xdotool', args, { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`xdotool ${args.join(' ')} failed: ${error?.message ?? stderr}`);
  }
}
