import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { asSystem } from '#server/kernel';
import * as live from '#server/live';
import { makeSupervisor } from '../../src/server/recordings/bot/supervise.ts';
import { takeFolder } from '../../src/server/recordings/folders.ts';
import { readJournal, spans } from '../../src/server/recordings/journal.ts';
import { closeTakeOf, findTake, keepFromNow, wantTake } from '../../src/server/recordings/takes.ts';
import { onTestFinished } from 'vitest';
import { tone } from '../support/mouth.ts';
import { openLiveHall, until } from '../support/recorder.ts';
import { loudness, samplesOf, secondsOf } from '../support/sounds.ts';
import { engineProgram } from './live-needs.ts';

const missing = !engineProgram
  ? 'no video engine on this machine (VECHE_ENGINE_PATH)'
  : !live.findFfmpeg()
    ? 'no ffmpeg on this machine'
    : '';
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

const joined = (folder: string, ending: string): Buffer =>
  Buffer.concat(
    readdirSync(folder)
      .filter((name) => name.endsWith(ending))
      .sort((a, b) => parseInt(a, 10) - parseInt(b, 10))
      .map((name) => readFileSync(join(folder, name))),
  );

describe.skipIf(missing)(`the recorder, at a real engine${missing ? ` (skipped: ${missing})` : ''}`, () => {
  test('writes what is said, by language, and closes it', async () => {
    const { ctx, host, session, speak, interpret } = await openLiveHall();
    await live.goLive(host, session);
    await live.openBooth(host, session, 'en');
    await keepFromNow(asSystem(ctx, 'recordings'), session);
    const take = (await findTake(ctx, session))!;
    expect(take).toMatchObject({ isKept: true, state: 'on', epoch: 0, langs: [] });
    const bots = makeSupervisor(asSystem(ctx, 'recordings'));
    onTestFinished(() => bots.stop());
    await bots.look();
    await speak('seat-one', { sound: tone(440) });
    await interpret('booth-en', 'en', { sound: tone(880) });
    await pause(9000);
    expect(await findTake(ctx, session)).toMatchObject({ epoch: 1, langs: ['floor', 'en'] });
    await live.endSession(host, session);
    await closeTakeOf(ctx, session);
    await bots.look();
    const folder = takeFolder(ctx.config, take.id);
    const entries = await readJournal(folder);
    console.log(entries);
    console.log(readdirSync(join(folder, 'e1'), { recursive: true }));
    const floor = samplesOf(joined(join(folder, 'e1/audio/floor'), 'mp3'), 'mp3');
    const english = samplesOf(joined(join(folder, 'e1/audio/en'), 'ogg'), 'ogg');
    const end = secondsOf(floor);
    console.log({ end, en: secondsOf(english), span: spans(entries) });
    console.log(
      [440, 880].map((hz) => [
        loudness(floor, hz, end - 3, end - 1),
        loudness(english, hz, end - 3, end - 1),
      ]),
    );
  });
});
void [until, wantTake];
