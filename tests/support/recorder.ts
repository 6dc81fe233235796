// A session that is live with a real engine, in this process, and people in it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TrackSource } from 'livekit-server-sdk';
import { onTestFinished } from 'vitest';
import * as accounts from '#server/accounts';
import * as congress from '#server/congress';
import { newId, type Ctx } from '#server/kernel';
import * as live from '#server/live';
import { boothToken } from '../../src/server/live/booths/engine.ts';
import { seatToken } from '../../src/server/live/engine/tokens.ts';
import { engineProgram, randomMediaPort } from '../e2e/live-needs.ts';
import { as, guest, system, testCtx } from './given.ts';
import { openMouth, type Mouth, type Said } from './mouth.ts';

export interface LiveHall {
  /** A guest's, with a clock that goes. */
  ctx: Ctx;
  host: Ctx;
  session: string;
  /** Somebody on stage. */
  speak(identity: string, said: Said): Promise<Mouth>;
  /** Somebody in the booth of a language. */
  interpret(identity: string, lang: string, said: Said): Promise<Mouth>;
  engine: NonNullable<ReturnType<typeof live.livePart>>['engine'];
}

/** Opens the session; it is not live yet. */
export async function openLiveHall({ record = true } = {}): Promise<LiveHall> {
  const data = mkdtempSync(join(tmpdir(), 'veche-recorder-'));
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  const ctx = await testCtx({
    commits: true,
    now: () => new Date(),
    modules: [accounts.module, live.module],
    env: {
      VECHE_DATA: data,
      VECHE_DEMO: '0',
      VECHE_ENGINE_PATH: engineProgram!,
      VECHE_MEDIA_PORT: String(randomMediaPort()),
    },
  });
  const staff = system(ctx);
  const today = new Date().toISOString().slice(0, 10);
  const event = await congress.createEvent(
    staff,
    congress.eventInput.parse({
      slug: `rec-${newId(6)}`,
      kind: 'congress',
      status: 'published',
      title: { en: 'Small' },
      zone: 'UTC',
      startsOn: today,
      days: 1,
    }),
  );
  const session = await congress.createSession(
    staff,
    event,
    congress.sessionInput.parse({
      kind: 'speech',
      title: { en: 'Looms' },
      startsAt: `${today}T12:30`,
      minutes: 60,
      record,
    }),
  );
  await congress.releaseProgramme(staff, event, 'one');
  const { token } = await accounts.invite(staff, [{ kind: 'event', id: event }], { role: 'host' });
  const host = as(ctx, (await accounts.acceptInvitation(guest(ctx), token)).personId);
  const { engine } = live.livePart(ctx)!;
  for (let waited = 0; !engine.state().ready; waited += 100) {
    if (waited > 30_000) throw new Error('the engine was not ready within half a minute');
    await new Promise((done) => setTimeout(done, 100));
  }
  const roomOf = async (): Promise<string> =>
    (
      await ctx.db
        .selectFrom('live.stage')
        .select('room')
        .where('session_id', '=', session)
        .executeTakeFirstOrThrow()
    ).room;
  const open = async (said: Said, token: () => Promise<string>): Promise<Mouth> => {
    const mouth = await openMouth(engine.address()!.url, token, said);
    onTestFinished(() => mouth.stop());
    return mouth;
  };
  return {
    ctx,
    host,
    session,
    engine,
    speak: (identity, said) =>
      open(said, async () =>
        seatToken(engine.address()!, await roomOf(), { identity, shownAs: identity }, [
          TrackSource.CAMERA,
          TrackSource.MICROPHONE,
          TrackSource.SCREEN_SHARE,
        ]),
      ),
    interpret: (identity, lang, said) =>
      open(said, async () => boothToken(engine.address()!, await roomOf(), identity, lang, true)),
  };
}

/** Waits until `found` gives something. */
export async function until<T>(
  found: () => T | undefined | false | Promise<T | undefined | false>,
  ms = 10_000,
): Promise<T> {
  for (const began = Date.now(); ;) {
    const one = await found();
    if (one) return one;
    if (Date.now() - began > ms) throw new Error(`waited ${ms} ms for nothing`);
    await new Promise((done) => setTimeout(done, 50));
  }
}
