import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import type { Written } from '../journal.ts';
import { startClock, step } from './clock.ts';
import { makeHall, type Heard } from './hall.ts';
import { makeBoothMix, mixFloor, toSamples } from './mix.ts';
import type { FromBot, News, Order } from './order.ts';
import { makePicture } from './picture.ts';
import { makeSound, type Sound } from './sound.ts';
import { makeTracks } from './tracks.ts';

export interface Bot {
  news(news: News): void;
  /** Another way in, after the old one was lost. */
  enter(url: string, token: string): void;
  /** Closes every file. */
  end(): Promise<void>;
}

const askEveryMs = 500;

/** Begins to listen and to write. What fails is said and begun anew; it never ends by itself. */
export function startBot(order: Order, tell: (told: FromBot) => void): Bot {
  const { folder, ffmpeg, isKept } = order;
  let { news } = order;
  let isOver = false;
  const journal = createWriteStream(join(folder, 'journal.jsonl'), { flags: 'a' });
  journal.on('error', () => tell({ type: 'fault', of: 'journal', word: 'storage' }));
  const note = (written: Written): void => void journal.write(`${JSON.stringify(written)}\n`);

  let asking: NodeJS.Timeout | undefined;
  const ask = (): void => {
    if (isOver) return;
    tell({ type: 'ticket' });
    clearTimeout(asking);
    asking = setTimeout(ask, askEveryMs);
  };
  const hall = makeHall(ask);
  let isEntering = false;
  const enter = (url: string, token: string): void => {
    clearTimeout(asking);
    if (isOver || isEntering) return;
    isEntering = true;
    hall
      .enter(url, token)
      .then(() => tell({ type: 'ready' }))
      .catch(() => void (asking = setTimeout(ask, askEveryMs)))
      .finally(() => (isEntering = false));
  };

  const sounds = new Map<string, { sound: Sound; mix?: ReturnType<typeof makeBoothMix> }>();
  const clock = startClock(order.startedAt, tick);
  const openSound = (lang: string): void => {
    const sound = makeSound({
      ffmpeg,
      folder,
      lang,
      begin: clock.begin,
      isKept,
      lost: (word, as) => {
        note({ at: clock.now(), what: 'fault', of: lang, word, as });
        tell({ type: 'fault', of: lang, word });
      },
      failed: () => tell({ type: 'fault', of: lang, word: 'storage' }),
    });
    sounds.set(lang, { sound, ...(lang !== 'floor' && { mix: makeBoothMix() }) });
  };
  const follow = (isFirst: boolean): void => {
    for (const lang of news.langs) {
      if (sounds.has(lang)) continue;
      openSound(lang);
      if (!isFirst) note({ at: clock.now(), what: 'lang', lang });
    }
  };
  note({
    at: clock.begin,
    what: 'begin',
    epoch: order.epoch,
    langs: ['floor', ...news.langs],
    picture: news.picture,
  });
  note({ at: clock.begin, what: 'slide', name: news.slide });
  openSound('floor');
  follow(true);
  enter(order.url, order.token);

  const lost =
    (of: string) =>
    (word: string): void =>
      tell({ type: 'fault', of, word });
  const mayNot = (identity: string): boolean => news.without.includes(identity);
  const tracks = isKept
    ? makeTracks({ ffmpeg, folder, begin: clock.begin, mayNot, note, lost: lost('track') })
    : undefined;
  const picture = makePicture({
    ...{ ffmpeg, folder, begin: clock.begin, isKept, hall, note, seed: order.seed, lost: lost('picture') },
    isWanted: () => news.picture,
    speaker: () => news.speaker,
  });
  const floor = new Float32Array(step);
  /** A voice gives the same array again: each is kept for the length of a tick. */
  const spoken = new Map<string, readonly [Heard, Float32Array]>();
  function tick(number: number): void {
    spoken.clear();
    for (const [sid, one] of hall.voices) spoken.set(sid, [one, one.voice.take()]);
    const heard = [...spoken.values()];
    mixFloor(
      floor,
      heard.flatMap(([{ kind }, samples]) => (kind === 'voice' ? [samples] : [])),
    );
    for (const [lang, { sound, mix }] of sounds) {
      const booth = heard.flatMap(([one, samples]) =>
        one.lang === lang ? [[one.voice, samples] as const] : [],
      );
      sound.write(number, mix ? mix(floor, booth) : toSamples(floor));
    }
    tracks?.write(number, spoken);
    picture.tick(number);
  }

  return {
    news: (next) => {
      if (next.slide !== news.slide) note({ at: clock.now(), what: 'slide', name: next.slide });
      news = next;
      follow(false);
    },
    enter,
    end: async () => {
      if (isOver) return;
      isOver = true;
      clearTimeout(asking);
      clock.stop();
      const at = clock.now();
      await Promise.all([
        hall.leave(),
        tracks?.close(),
        picture.close(),
        ...[...sounds.values()].map(({ sound }) => sound.close()),
      ]);
      note({ at, what: 'end' });
      await new Promise<void>((done) => journal.end(done));
    },
  };
}
