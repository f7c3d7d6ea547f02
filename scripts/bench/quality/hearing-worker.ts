import { Ears } from './hearing';
import type { Hearing } from './hearing';

/** One process that hears one sound after another; two run at a time on two cores. */
export type ToEars =
  | { readonly kind: 'open'; readonly cacheDir: string; readonly plainPath: string | undefined }
  | { readonly kind: 'hear'; readonly number: number; readonly hearing: Hearing };

let ears: Promise<Ears> | undefined;

process.on('message', (message: ToEars) => {
  if (message.kind === 'open') {
    ears = Ears.open(message.cacheDir, message.plainPath);
    // What is wrong is told to each hearing.
    ears.catch(() => undefined);
    return;
  }
  void answer(message.number, message.hearing);
});
process.on('disconnect', () => process.exit(0));

async function answer(number: number, hearing: Hearing): Promise<void> {
  try {
    process.send?.({ number, heard: await (await ears)?.hear(hearing) });
  } catch (thrown) {
    process.send?.({ number, problem: thrown instanceof Error ? thrown.message : String(thrown) });
  }
}
