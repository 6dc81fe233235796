import { inTransaction, refuse, type Ctx } from '#server/kernel';
import { z } from 'zod';
import { ensureStage, lockStage } from '../stage/stages.ts';
import { lowerHands } from '../talk/hands.ts';
import { lockTalk, tellTalk } from '../talk/settings.ts';
import {
  findThing,
  hide,
  idPattern,
  thingKinds,
  unhide,
  type Thing,
  type ThingKind,
} from '../talk/things.ts';
import { note, reasonFields, type Grounds } from './acts.ts';
import { mustModerate } from './policy.ts';

export const talkModeInput = z.object({
  mode: z.enum(['off', 'open', 'members']),
  slow: z.coerce.number().int().min(0).max(600),
});

/**
 * Opens or closes the talk, and sets how fast one voice may write. Refuses whoever does not moderate here, and `conflict` to open
 * it in a session that was stopped: a moderator's word on its way must not undo an emergency.
 */
export async function setTalk(
  ctx: Ctx,
  sessionId: string,
  { mode, slow }: z.output<typeof talkModeInput>,
): Promise<void> {
  await mustModerate(ctx, sessionId);
  await inTransaction(ctx, async (inner) => {
    await lockStage(inner, sessionId);
    const talk = await lockTalk(inner, sessionId);
    if (talk.mode === mode && talk.slow_seconds === slow) return;
    if (mode !== 'off' && (await ensureStage(inner, sessionId)).stopped)
      throw refuse('conflict', 'moderation.stopped');
    await inner.db
      .updateTable('live.talk')
      .set({ mode, slow_seconds: slow })
      .where('session_id', '=', sessionId)
      .execute();
    if (talk.mode !== mode) await note(inner, sessionId, `talk_${mode}`);
    if (talk.slow_seconds !== slow) await note(inner, sessionId, 'talk_slow');
    await tellTalk(inner, sessionId);
  });
}

export const thingInput = z.object({ kind: z.enum(thingKinds), thing: z.string().regex(idPattern) });
export const hideInput = thingInput.extend(reasonFields);

/**
 * Takes a message or question from everybody's eyes, with a public reason. Twice is once. Refuses whoever does not moderate
 * here, `not_found` for a strange thing.
 */
export const hideThing = (
  ctx: Ctx,
  sessionId: string,
  kind: ThingKind,
  id: string,
  grounds: Grounds,
): Promise<void> =>
  judge(ctx, sessionId, kind, id, async (inner, thing) => {
    if (thing.hidden === 'moderator') return;
    await hide(inner, sessionId, kind, id, 'moderator');
    await note(inner, sessionId, `hide_${kind}`, grounds);
  });

/** Says that a reported thing may stay: it is shown again, and reports hide it no more. Refuses like `hideThing`. */
export const keepThing = (ctx: Ctx, sessionId: string, kind: ThingKind, id: string): Promise<void> =>
  judge(ctx, sessionId, kind, id, async (inner, thing) => {
    const first = await inner.db
      .insertInto('live.reviewed')
      .values({ session_id: sessionId, kind, thing: id })
      .onConflict((conflict) => conflict.doNothing())
      .returning('thing')
      .executeTakeFirst();
    if (!first && !thing.hidden) return;
    if (thing.hidden) await unhide(inner, sessionId, kind, id);
    await note(inner, sessionId, 'keep');
  });

/** What a moderator says of a thing: under the locks, and with it its reports are dealt with. */
async function judge(
  ctx: Ctx,
  sessionId: string,
  kind: ThingKind,
  id: string,
  say: (inner: Ctx, thing: Thing) => Promise<void>,
): Promise<void> {
  await mustModerate(ctx, sessionId);
  await inTransaction(ctx, async (inner) => {
    await lockStage(inner, sessionId);
    await lockTalk(inner, sessionId);
    const thing = await findThing(inner, sessionId, kind, id);
    if (!thing) throw refuse('not_found', 'talk.no_such_thing');
    await inner.db
      .deleteFrom('live.report')
      .where('session_id', '=', sessionId)
      .where('kind', '=', kind)
      .where('thing', '=', id)
      .execute();
    await say(inner, thing);
  });
}

export const silenceInput = z.object({
  message: z.string().regex(idPattern),
  minutes: z.coerce.number().pipe(z.union([z.literal(5), z.literal(15), z.literal(60)])),
  ...reasonFields,
});

/**
 * Pauses the voice that wrote a message, for some minutes, in this session. Nobody learns whose it is: not the moderator, not
 * the log. Also when its author left. Refuses whoever does not moderate here, `not_found` for a strange or forgotten message.
 */
export async function silenceAuthor(
  ctx: Ctx,
  sessionId: string,
  messageId: string,
  minutes: number,
  grounds: Grounds,
): Promise<void> {
  await mustModerate(ctx, sessionId);
  await inTransaction(ctx, async (inner) => {
    await lockTalk(inner, sessionId);
    const thing = await findThing(inner, sessionId, 'message', messageId);
    if (!thing?.author) throw refuse('not_found', 'talk.no_such_thing');
    const until = new Date(inner.now().getTime() + minutes * 60_000);
    const changed = await inner.db
      .insertInto('live.voice')
      .values({ session_id: sessionId, mark: thing.author, silent_until: until })
      .onConflict((conflict) =>
        conflict
          .columns(['session_id', 'mark'])
          .doUpdateSet({ silent_until: until })
          // Two moderators at once: the longer pause holds.
          .where((eb) =>
            eb.or([eb('live.voice.silent_until', 'is', null), eb('live.voice.silent_until', '<', until)]),
          ),
      )
      .returning('mark')
      .executeTakeFirst();
    if (changed) await note(inner, sessionId, 'silence', { ...grounds, minutes });
  });
}

/** Lowers all hands. Refuses whoever does not moderate here. */
export async function lowerAllHands(ctx: Ctx, sessionId: string): Promise<void> {
  await mustModerate(ctx, sessionId);
  await inTransaction(ctx, async (inner) => {
    await lockTalk(inner, sessionId);
    await lowerHands(inner, sessionId);
    await note(inner, sessionId, 'hands_down');
  });
}
