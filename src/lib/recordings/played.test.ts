import { expect, test } from 'vitest';
import type { RecordingView } from '#server/recordings';
import { playingOf } from './played.ts';

const view: RecordingView = {
  ...{
    id: 'r1',
    eventId: 'e1',
    path: '/s/s1',
    title: { text: 'Кросны', lang: 'be' },
    lang: 'be',
    speakers: [],
  },
  ...{ state: 'published', made: 'raw', progress: 0, version: 1, seconds: 60, hasPicture: true, poster: '' },
  langs: ['floor', 'en'],
  files: [],
  raw: ['floor', 'en'].map((lang) => ({ lang, hls: `/v1/${lang}.m3u8`, mp3: `/v1/${lang}.mp3` })),
  ...{ chapters: [], gaps: [], words: [], may: { edit: false } },
};

test('what the listeners had plays at least as sound in a browser that knows no HLS, in the same player and in a bare one', () => {
  const playing = playingOf(view, undefined, 'be')!;
  // A browser takes the first source whose type it knows.
  expect(playing.sources.map(({ mime }) => mime)).toEqual(['application/vnd.apple.mpegurl', 'audio/mpeg']);
  expect(playing.sources[1]!.address).toBe('/v1/floor.mp3');
  expect(playing.sound).toBe('/v1/floor.mp3');
  const english = playingOf(view, 'en', 'be')!;
  expect([english.sound, english.file]).toEqual(['/v1/en.mp3', '/v1/en.mp3']);
  const heard = playingOf({ ...view, hasPicture: false }, undefined, 'ru')!;
  expect([heard.hasPicture, heard.sources[0]!.mime]).toEqual([false, 'audio/mpeg']);
});
