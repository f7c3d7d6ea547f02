import { z } from 'zod';
import { readJson } from './json-file';

/** Pixels, as Electron counts them. */
const bounds = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(900),
  height: z.number().int().min(600),
  maximized: z.boolean(),
});
export type WindowBounds = Readonly<z.infer<typeof bounds>>;

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** So much of the window must be on a screen that it can be grabbed. */
const GRABBABLE = 100;

/**
 * Where the window was, if that place still exists.
 * @param screens the work areas there are now
 * @throws SyntaxError for a damaged file, and what the file system throws.
 */
export function readBounds(file: string, screens: readonly Rectangle[]): WindowBounds | undefined {
  const stored = bounds.safeParse(readJson(file));
  if (!stored.success) {
    return undefined;
  }
  const { x, y, width } = stored.data;
  const visible = screens.some(
    (screen) =>
      x + width - GRABBABLE > screen.x &&
      x + GRABBABLE < screen.x + screen.width &&
      y >= screen.y &&
      y + GRABBABLE < screen.y + screen.height,
  );
  return visible ? stored.data : undefined;
}
