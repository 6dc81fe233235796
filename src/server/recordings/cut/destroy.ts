import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { listEpochs } from '../journal.ts';
import { keepSpoken } from './spoken.ts';

/**
 * Destroys what a take has of certain people: their own tracks, and the renditions their voice is mixed into. When they spoke is
 * kept without a word of it, so that interpreters stay silent there in every later mix, too. `picture`: a folder that
 * `cutPicture` wrote; it takes the place of the take's own. Only after what is made without them is whole.
 */
export async function destroyOf(
  ffmpeg: string,
  folder: string,
  people: { sound: ReadonlySet<string>; words?: ReadonlySet<string> },
  picture?: string,
): Promise<void> {
  await keepSpoken(ffmpeg, folder, people.words ?? people.sound);
  for (const epoch of await listEpochs(folder)) {
    const home = join(folder, `e${epoch}`);
    for (const name of await readdir(join(home, 'tracks')).catch(() => [])) {
      const identity = name.replace(/\.\d+\.ogg$/, '');
      if (people.sound.has(identity)) await rm(join(home, 'tracks', name), { force: true });
    }
    if (people.sound.size > 0) await rm(join(home, 'audio'), { recursive: true, force: true });
    for (const name of await readdir(join(home, 'hls')).catch(() => [])) {
      const own = join(home, 'hls', name);
      if (!/^picture(?:[.-]\d+)?$/.test(name)) {
        if (people.sound.size > 0) await rm(own, { recursive: true, force: true });
        continue;
      }
      // Moved already, when a kill came between the two.
      const made = picture && join(picture, `e${epoch}`, 'hls', name);
      if (!made || !(await stat(made).catch(() => undefined))) continue;
      await rm(own, { recursive: true, force: true });
      await rename(made, own);
    }
  }
}
