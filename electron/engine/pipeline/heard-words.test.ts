import { expect, it } from 'vitest';
import { readBundledModels } from './bundled-models';
import { isTold, shownAs } from './heard-words';
import { MODELS } from './testing/engine-in-folder';

/** The lowest threshold that calibration gives: nothing was found to set one by. */
const FLOOR = 0.1;
/** Words at the floor that were right in at least half of the cases when they were said, and words above it that were not; docs/tags.md. */
const RIGHT = ['beat', 'drums', 'metal'];
const WRONG = ['piano', 'violin'];

it('tells the words whose threshold comes from data or that were measured to be right, and no others', async () => {
  const models = await readBundledModels(MODELS);
  const told = new Map<string, boolean>();
  for (const model of models.ids) {
    const thresholds = models.thresholdsOf(model);
    models.tagsOf(model).forEach((tag, at) => {
      const word = shownAs(tag);
      const isSet = (thresholds[at] ?? FLOOR) > FLOOR;
      told.set(word, (told.get(word) ?? false) || isSet);
    });
  }
  RIGHT.forEach((word) => told.set(word, true));
  WRONG.forEach((word) => told.set(word, false));
  const words = [...told.keys()];
  expect(words.length).toBeGreaterThan(60);
  expect(words.filter(isTold).sort()).toEqual(words.filter((word) => told.get(word)).sort());
});
