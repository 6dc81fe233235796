import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { firstSlide } from './about.ts';
import { drawCard } from './card.ts';
import type { Made } from './keep.ts';
import { encoded, fullPicture, grabFrame, joinPicture, makeFull, makeSmall } from './picture.ts';
import type { Plan } from './plan.ts';
import { inputOf, makeSound, type Measured } from './sound.ts';
import { once, type Work } from './work.ts';

const soundMimes = [
  ['m4a', 'audio/mp4'],
  ['mp3', 'audio/mpeg'],
  ['opus', 'audio/ogg'],
] as const;

/** Every language as sound alone. */
export async function encodeSounds(
  { folder, sources, progress }: Work,
  { pieces, length, silentMs, metadata }: Plan,
  heard: ReadonlyMap<string, Measured>,
): Promise<Made[]> {
  const made: Made[] = [];
  for (const lang of sources.langs) {
    const told = progress.step(2, length);
    const loudness = heard.get(lang)!.loudness;
    const base = join(folder, lang);
    await once(folder, `${lang}.done`, async (path) => {
      await makeSound(
        {
          own: sources.sound.get(lang)!,
          floor: sources.sound.get('floor')!,
          ...{ pieces, silentMs, metadata, out: base },
          ...(loudness === undefined ? {} : { loudness }),
        },
        told,
      );
      await writeFile(path, '');
    });
    for (const [end, mime] of soundMimes)
      made.push({ name: `${lang}.${end}`, kind: 'audio', lang, mime, path: `${base}.${end}` });
  }
  return made;
}

/** The full picture with all languages, a small one with each, and the picture before it plays; nothing where none was seen. */
export async function encodePictures(work: Work, plan: Plan): Promise<Made[]> {
  const { row, folder, sources, progress } = work;
  const { pieces, length, metadata, main, shape, card } = plan;
  if (!shape) return [];
  const { original } = sources;
  const video = main
    ? fullPicture(await joinPicture(sources.picture, main, shape, pieces, card, folder))
    : inputOf(original!.path, original!.reader);
  const sounds = sources.langs.map((lang) => ({
    lang,
    spoken: lang === 'floor' ? (row.lang ?? undefined) : lang,
    path: join(folder, `${lang}.m4a`),
  }));
  const mime = 'video/mp4';
  const full = await once(folder, 'full.mp4', (path) =>
    makeFull(video, sounds, metadata, path, progress.step(1, length), shape.isCopied ? undefined : encoded),
  );
  const { width, height } = shape;
  const made: Made[] = [{ name: 'full.mp4', kind: 'full', lang: null, mime, path: full, width, height }];
  const small = await once(folder, 'small.mp4', (path) =>
    makeSmall(video, shape, path, progress.step(8, length)),
  );
  const low = Math.min(360, height);
  const size = { height: low, width: Math.round((width * low) / height / 2) * 2 };
  for (const sound of sounds) {
    const name = `small.${sound.lang}.mp4`;
    const path = await once(folder, name, (out) => makeFull(['-i', small], [sound], metadata, out));
    made.push({ name, kind: 'small', lang: sound.lang, mime, path, ...size });
  }
  return [...made, await makePoster(work, plan, full)];
}

/** The picture before it plays: as was wished, and without a face where that can't be. */
async function makePoster({ ctx, row, folder }: Work, plan: Plan, full: string): Promise<Made> {
  const slide = row.poster === 'slide' ? await firstSlide(ctx, row) : undefined;
  const name = slide ? 'poster.webp' : 'poster.png';
  const path = join(folder, name);
  if (slide) await writeFile(path, slide);
  else if (row.poster === 'picture') await grabFrame(full, plan.length / 4, path);
  else await writeFile(path, await drawCard(plan.title, 1280, 720));
  return { name, kind: 'poster', lang: null, mime: slide ? 'image/webp' : 'image/png', path };
}
