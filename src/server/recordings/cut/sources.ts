import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CardWords } from '../publish/card.ts';
import { readStretches, type Stretch } from '../publish/segments.ts';
import type { Source } from '../publish/sound.ts';
import { cutPicture } from './picture.ts';
import { mixSound } from './sound.ts';

export interface CutPeople {
  sound: ReadonlySet<string>;
  picture: ReadonlySet<string>;
  words: ReadonlySet<string>;
}

/** Where the picture without somebody stands, in the folder of the work. */
export const pictureIn = (folder: string): string => join(folder, 'picture');

/**
 * One language of a take without those who are taken out, mixed anew from everybody's own track into `folder`. What is whole
 * there already is not made again.
 */
export async function cutSound(
  ffmpeg: string,
  { take, lang, people, folder }: { take: string; lang: string; people: CutPeople; folder: string },
  told?: (seconds: number) => void,
): Promise<Source> {
  const path = join(folder, `mixed-${lang}.flac`);
  const wanted = { folder: take, lang, without: people.sound, wordless: people.words, out: path };
  const mark = `${path}.json`;
  if (!(await stat(mark).catch(() => undefined)))
    await writeFile(mark, JSON.stringify(await mixSound(ffmpeg, wanted, told)));
  return { path, ...(JSON.parse(await readFile(mark, 'utf8')) as { from: number; to: number }) };
}

/** The picture of a take without those who are not to be seen, in `folder`. */
export async function cutStretches(
  { take, people, folder, card }: { take: string; people: CutPeople; folder: string; card: CardWords },
  told?: (share: number) => void,
): Promise<Stretch[]> {
  const out = pictureIn(folder);
  await mkdir(out, { recursive: true });
  await cutPicture({ folder: take, without: people.picture, out, card }, told);
  return readStretches(out, 'picture');
}
