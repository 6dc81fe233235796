import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import * as live from '#server/live';
import { refusal, waitingJobs } from '../../../../tests/support/given.ts';
import { withSession } from '../test-session.ts';
import { convert, findFfmpeg, readerOf, type Recording } from './convert.ts';
import { convertStatement, forgetStatements } from './statements.ts';

/** Sound of some seconds as any program writes it, with a word about its maker. */
function wave(seconds: number, rate = 8000): Buffer {
  const samples = Buffer.alloc(seconds * rate * 2);
  for (let i = 0; i < seconds * rate; i++)
    samples.writeInt16LE(Math.round(9000 * Math.sin((2 * Math.PI * 440 * i) / rate)), i * 2);
  const text = Buffer.from('INFOIART\x06\0\0\0Zuzia\0');
  const chunk = (name: string, body: Buffer): Buffer => {
    const size = Buffer.alloc(4);
    size.writeUInt32LE(body.length);
    return Buffer.concat([Buffer.from(name), size, body]);
  };
  const shape = Buffer.from('0100010000000000000000000200100000000000', 'hex').subarray(0, 16);
  shape.writeUInt32LE(rate, 4);
  shape.writeUInt32LE(rate * 2, 8);
  const body = [chunk('fmt ', shape), chunk('LIST', text), chunk('data', samples)];
  return chunk('RIFF', Buffer.concat([Buffer.from('WAVE'), ...body]));
}

const ffmpeg = findFfmpeg();
const missing = ffmpeg ? '' : ' (skipped: no ffmpeg on this machine)';

test('a recording is known by its first bytes; lists of other files are none', () => {
  expect(readerOf(wave(1))).toBe('wav');
  for (const text of [
    '',
    '#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n',
    "ffconcat version 1.0\nfile '/etc/passwd'\n",
    '<MPD>',
    '%PDF-1.7',
    'GIF89a',
  ])
    expect(readerOf(Buffer.from(text))).toBeUndefined();
});

describe.skipIf(!ffmpeg)(`making a recording anew${missing}`, () => {
  test('keeps the sound and not the maker; leaves nothing behind', async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('veche-statement-')).length;
    const made = (await convert(wave(2), ffmpeg!)) as Recording;
    expect(made).toMatchObject({ seconds: 2, hasPicture: false });
    expect(readerOf(made.bytes)).toBe('matroska');
    expect(wave(2).includes('Zuzia')).toBe(true);
    expect(made.bytes.includes('Zuzia')).toBe(false);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('veche-statement-')).length).toBe(before);
  });

  test('with a picture, made small', async () => {
    const film = execFileSync(
      ffmpeg!,
      '-hide_banner -loglevel error -f lavfi -i testsrc2=s=1280x720:r=30:d=1 -f lavfi -i sine=d=1 -c:v mpeg4 -c:a aac -f mp4 -movflags frag_keyframe+empty_moov pipe:1'.split(
        ' ',
      ),
      { maxBuffer: 50_000_000 },
    );
    expect(await convert(film, ffmpeg!)).toMatchObject({ hasPicture: true });
  });

  test.each([
    ['a head without a body', Buffer.from('\x1aE\xdf\xa3 and then nothing', 'latin1')],
    ['noise after a head', Buffer.concat([Buffer.from('OggS'), Buffer.alloc(90_000, 'x')])],
    ['a film without sound', Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1')],
    ['a tenth of a second', wave(1).subarray(0, 900)],
  ])('%s is refused', async (_name, bytes) => {
    expect(await convert(bytes, ffmpeg!)).toBe('odd');
  });

  test('what is too long, and what takes too long, is refused', async () => {
    expect(await convert(wave(6), ffmpeg!, { seconds: 3 })).toBe('long');
    expect(await convert(wave(300, 44_100), ffmpeg!, { processSeconds: 0.05 })).toBe('slow');
  });

  test('given, made anew, played once, stopped, forgotten', async () => {
    const { ctx, id, host, speaker, stranger } = await withSession();
    await live.goLive(host, id);
    expect(await refusal(live.giveStatement(ctx, id, wave(1)))).toBe('unauthenticated live.sign_in_first');
    expect(await refusal(live.giveStatement(stranger, id, wave(1)))).toBe('conflict live.no_seat');
    const seat = await live.takeSeat(speaker, id, 'Жытнёвая');
    expect(await refusal(live.giveStatement(speaker, id, Buffer.from('#EXTM3U')))).toBe(
      'invalid live.statement.fault.odd',
    );
    await live.giveStatement(speaker, id, wave(2));
    const play = (act: 'play' | 'stop'): Promise<void> =>
      live.moveStatement(host, id, { seat: seat.identity, act });
    expect(await refusal(play('play'))).toBe('conflict live.statement.not_ready');
    await convertStatement(ctx, { sessionId: id, identity: seat.identity });
    expect((await live.getBackstageNews(speaker, id)).statement).toEqual({ state: 'ready', seconds: 2 });
    const row = await ctx.db.selectFrom('live.statement').selectAll().executeTakeFirstOrThrow();
    expect(row.source).toBeNull();
    expect(await refusal(live.moveStatement(speaker, id, { seat: seat.identity, act: 'play' }))).toBe(
      'forbidden live.not_yours_to_run',
    );
    await play('play');
    await play('play');
    expect((await live.getLive(ctx, id)).onStage.map((one) => one.name)).toEqual(['▶ Жытнёвая']);
    expect((await waitingJobs(ctx)).filter((job) => job.task === 'live:play_statement')).toHaveLength(1);
    expect(await live.findSeat(speaker, id)).toMatchObject({ place: 'backstage' });
    await play('stop');
    await play('stop');
    expect((await live.getLive(ctx, id)).onStage).toEqual([]);
    await live.endSession(host, id);
    await forgetStatements(ctx);
    expect(await ctx.db.selectFrom('live.statement').selectAll().execute()).toEqual([]);
  });
});
