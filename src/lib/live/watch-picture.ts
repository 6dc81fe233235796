// A picture and one language of sound, appended to the browser's own player from the playlists that any player reads.

import type { Listening, Playing } from './hear-sound.ts';

/** One rendition: its playlist, and what of it is in the player. */
interface Lane {
  list: string;
  buffer: SourceBuffer;
  init?: string;
  /** Number of the fragment that comes next; undefined: where playing begins is not known yet. */
  next?: number;
  fragments: Map<number, { uri: string; init: string }>;
  last: number;
}

const fragmentSeconds = 2;
/** Behind the newest fragment's end: so much plays while the next ones are fetched. */
const cushion = 5;
/** Further behind, without having gone back, one is brought to what is said now. */
const mostLate = 25;
const keptSeconds = 120;
const lookMs = 1000;

/** Plays until the page is left; `fail`: this browser, or this session, has no picture. */
export function watchPicture({ session, media, lang, say, sayLag }: Listening, fail: () => void): Playing {
  const source = new MediaSource();
  let [picture, sound] = [undefined as Lane | undefined, undefined as Lane | undefined];
  let base = '';
  let wanted = 0;
  let [failures, isStopped] = [0, false];
  /** A language that was asked for; it is taken up between two looks, when nothing is being appended. */
  let other: string | undefined;

  const get = async (url: string): Promise<Response> => {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(String(answer.status));
    return answer;
  };
  const settled = (buffer: SourceBuffer): Promise<void> =>
    new Promise((done) =>
      buffer.updating ? buffer.addEventListener('updateend', () => done(), { once: true }) : done(),
    );
  const open = async (): Promise<void> => {
    const answer = await get(`/listen/${session}/master.m3u8`);
    base = answer.url;
    const text = await answer.text();
    const codec = /CODECS="(avc1[^,"]+)/.exec(text)?.[1];
    // The picture's encoder may have been asleep.
    if (!codec) throw new Error('asleep');
    const video = `video/mp4; codecs="${codec}"`;
    if (!MediaSource.isTypeSupported(video)) {
      isStopped = true;
      return fail();
    }
    const lane = (name: string, type: string): Lane => ({
      list: new URL(`${name}.m3u8`, base).href,
      buffer: source.addSourceBuffer(type),
      fragments: new Map(),
      last: -1,
    });
    picture = lane('picture', video);
    sound = lane(lang, 'audio/mp4; codecs="mp4a.40.2"');
  };

  /** Reads a playlist: fragments by their numbers, of which each stands for two seconds of the take. */
  const read = async (lane: Lane): Promise<boolean> => {
    const text = await (await get(lane.list)).text();
    let number = Number(/MEDIA-SEQUENCE:(\d+)/.exec(text)?.[1] ?? 0);
    let [init, isGap] = ['', false];
    lane.fragments.clear();
    for (const line of text.split('\n')) {
      init = /^#EXT-X-MAP:URI="([^"]+)/.exec(line)?.[1] ?? init;
      if (line === '#EXT-X-GAP') isGap = true;
      if (!line || line.startsWith('#')) continue;
      if (!isGap) lane.fragments.set(number, { uri: line, init });
      lane.last = number++;
      isGap = false;
    }
    return text.includes('#EXT-X-ENDLIST');
  };
  const append = async (lane: Lane, uri: string): Promise<void> => {
    const bytes = await (await get(new URL(uri, base).href)).arrayBuffer();
    await settled(lane.buffer);
    const old = media.currentTime - keptSeconds;
    const { buffered } = lane.buffer;
    if (buffered.length > 0 && buffered.start(0) < old - 30) {
      lane.buffer.remove(0, old);
      await settled(lane.buffer);
    }
    lane.buffer.appendBuffer(bytes);
    await settled(lane.buffer);
  };
  const fill = async (lane: Lane): Promise<void> => {
    const ahead = Math.floor(media.currentTime / fragmentSeconds) + 15;
    for (; lane.next !== undefined && lane.next <= Math.min(lane.last, ahead); lane.next++) {
      const asked = lane.next;
      const fragment = lane.fragments.get(asked);
      if (!fragment) continue;
      if (fragment.init !== lane.init) await append(lane, fragment.init);
      lane.init = fragment.init;
      await append(lane, fragment.uri);
      // Somebody went elsewhere meanwhile.
      if (lane.next !== asked || other) return;
    }
  };
  const edge = (): number => (Math.min(picture?.last ?? 0, sound?.last ?? 0) + 1) * fragmentSeconds;
  const goTo = (lag: number): void => {
    wanted = lag;
    const at = Math.max(0, edge() - cushion - lag);
    for (const lane of [picture, sound]) if (lane) lane.next = Math.floor(at / fragmentSeconds);
    media.currentTime = at;
  };
  /** Over what is missing, to the next thing there is; and to now, when one fell behind by a bad line. */
  const keepUp = (): void => {
    const { buffered, currentTime } = media;
    if (media.paused || buffered.length === 0) return;
    for (let range = 0; range < buffered.length; range++) {
      const start = buffered.start(range);
      if (start > currentTime && start - currentTime < 60 && !isIn(currentTime)) {
        media.currentTime = start + 0.05;
        return;
      }
    }
    if (edge() - currentTime > mostLate + wanted) goTo(wanted);
  };
  const isIn = (at: number): boolean => {
    for (let range = 0; range < media.buffered.length; range++)
      if (media.buffered.start(range) <= at && media.buffered.end(range) > at + 0.1) return true;
    return false;
  };

  const changeLanguage = async (lane: Lane, to: string): Promise<void> => {
    other = undefined;
    await settled(lane.buffer);
    lane.buffer.remove(0, Infinity);
    await settled(lane.buffer);
    lane.list = new URL(`${to}.m3u8`, base).href;
    delete lane.init;
    lane.next = Math.floor(media.currentTime / fragmentSeconds);
  };

  const look = async (): Promise<void> => {
    try {
      if (!picture || !sound) await open();
      if (!picture || !sound) return;
      if (other) await changeLanguage(sound, other);
      const ends = await Promise.all([read(picture), read(sound)]);
      if (picture.next === undefined) goTo(0);
      await Promise.all([fill(picture), fill(sound)]);
      keepUp();
      if (failures > 0) say('');
      failures = 0;
      if (ends[0] && picture.next! > picture.last) isStopped = true;
    } catch {
      failures++;
      say(picture ? 'again' : 'connecting');
      if (failures > 20 && !picture) {
        isStopped = true;
        fail();
      }
    }
    if (!isStopped) setTimeout(() => void look(), lookMs * Math.min(10, 1 + failures / 2));
  };

  say('connecting');
  source.addEventListener('sourceopen', () => void look(), { once: true });
  media.addEventListener('playing', () => sayLag(wanted));
  media.src = URL.createObjectURL(source);
  media.play().catch(() => undefined);

  const lag = (): number => Math.max(0, edge() - cushion - media.currentTime);
  return {
    hear: (to) => {
      lang = to;
      other = to;
    },
    back: (to) => {
      goTo(to);
      sayLag(to);
    },
    lag,
  };
}
