import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { listEpochs, readJournal } from '../journal.ts';

/** What one encoder wrote without a break. A bot that begins again, or an encoder that was lost, begins another run. */
export interface Run {
  epoch: number;
  /** Its folder's name: the rendition, with a number from the second run of an epoch on. */
  name: string;
  folder: string;
  /** Of its first sample or picture, milliseconds of the take. */
  at: number;
}

const languageTag = '[a-z]{2,3}';
/** `floor`, or the language of a booth. */
export const isSound = (name: string): boolean => new RegExp(`^(?:floor|${languageTag})$`).test(name);
export const isRendition = (name: string): boolean => isSound(name) || name === 'picture';

/** The folder names of renditions: `be`, and `be-2` or `be.2` after a break. */
export const runName = /^([a-z]{2,7})(?:[.-](\d{1,4}))?$/;

/** The runs of a rendition, oldest first; those whose beginning is not written down yet are left out. */
export async function listRuns(takeFolder: string, kind: 'audio' | 'hls', rendition: string): Promise<Run[]> {
  const found: Run[] = [];
  const journal = await readJournal(takeFolder);
  for (const epoch of await listEpochs(takeFolder)) {
    const home = join(takeFolder, `e${epoch}`, kind);
    const own = journal.filter((entry) => entry.epoch === epoch);
    const begin = own.find(({ what }) => what === 'begin')?.at;
    if (begin === undefined) continue;
    const names = (await readdir(home).catch(() => [])).filter(
      (name) => runName.exec(name)?.[1] === rendition,
    );
    const numberOf = (name: string): number => Number(runName.exec(name)?.[2] ?? 0);
    for (const name of names.sort((a, b) => numberOf(a) - numberOf(b))) {
      const said = own.find(
        (entry) =>
          (entry.what === 'fault' && lastOf(entry.as) === name) ||
          (entry.what === 'picture_on' && lastOf(entry.name) === name) ||
          (entry.what === 'lang' && entry.lang === name),
      );
      found.push({ epoch, name, folder: join(home, name), at: said?.at ?? begin });
    }
  }
  return found;
}

const lastOf = (path: string | undefined): string | undefined => path?.split('/').at(-1);

/** Which renditions a take has. */
export async function listRenditions(takeFolder: string, kind: 'audio' | 'hls'): Promise<string[]> {
  const names = new Set<string>();
  for (const epoch of await listEpochs(takeFolder))
    for (const name of await readdir(join(takeFolder, `e${epoch}`, kind)).catch(() => [])) {
      const rendition = runName.exec(name)?.[1];
      if (rendition && isRendition(rendition)) names.add(rendition);
    }
  return [...names].sort((a, b) => Number(b === 'floor') - Number(a === 'floor') || (a < b ? -1 : 1));
}
