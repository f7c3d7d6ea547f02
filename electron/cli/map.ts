import { splitTexts } from '../shared/text-column';
import { MugleError } from '../shared/errors';
import type { SpaceName } from '../shared/records';
import { printJson, printLine } from './output';
import { runJob, throwIfCancelled, withEngine } from './with-engine';

/** `mugle map`: computes the layout when the stored one is missing or stale, and prints it as columns. */
export async function runMap(flags: {
  readonly json?: boolean;
  readonly library: string;
  readonly space: SpaceName;
}): Promise<void> {
  const { space } = flags;
  const { layout, titles } = await withEngine(flags, async (engine) => {
    const stored = await engine.handle('map:layout', { space });
    if (stored.layout === null || stored.stale > 0) {
      throwIfCancelled(await runJob(engine, () => engine.handle('map:compute', { space })));
    }
    const made = await engine.handle('map:layout', { space });
    const { rows } = await engine.handle('library:rows', { since: 0 });
    const titles = splitTexts(rows.title);
    return {
      layout: made.layout,
      titles: new Map(splitTexts(rows.id).map((id, row) => [id, titles[row] ?? ''])),
    };
  });
  if (layout === null) {
    throw new MugleError('internal', 'The map was computed but not stored.', { stage: 'map' });
  }
  const { id, x, y } = layout;
  if (flags.json === true) {
    printJson({ space, id, x: Array.from(x), y: Array.from(y) });
    return;
  }
  id.forEach((track, row) => {
    const at = [x[row] ?? 0, y[row] ?? 0].map((value) => value.toFixed(4).padStart(8)).join(' ');
    printLine(`${at}  ${track}  ${titles.get(track) ?? ''}`);
  });
}
