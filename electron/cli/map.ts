import { splitTexts } from '../shared/text-column';
import type { Engine } from '../engine/index';
import { fromErrorRecord, MugleError } from '../shared/errors';
import type { EngineEvent, Response } from '../shared/ipc/contract';
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
    if (stored.layout === null || stored.renew) {
      throwIfCancelled(await runJob(engine, () => engine.handle('map:compute', { space })));
    }
    const made = await grownMap(engine, space);
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

/** The map when all that can be put on it is on it. @throws MugleError when that fails. */
async function grownMap(engine: Engine, space: SpaceName): Promise<Response<'map:layout'>> {
  for (;;) {
    const { told, release } = nextWord(engine);
    const map = await engine.handle('map:layout', { space });
    const event = map.placing === 0 ? undefined : await told;
    release();
    if (event === undefined) {
      return map;
    }
    if (event.kind === 'notice') {
      throw fromErrorRecord(event.error);
    }
  }
}

/** What the engine says next about maps. */
function nextWord(engine: Engine): {
  readonly told: Promise<EngineEvent>;
  readonly release: () => void;
} {
  let release = (): void => undefined;
  const told = new Promise<EngineEvent>((resolve) => {
    release = engine.onEvent((event) => {
      if (
        event.kind === 'map-changed' ||
        (event.kind === 'notice' && event.error.stage === 'map')
      ) {
        resolve(event);
      }
    });
  });
  return { told, release };
}
