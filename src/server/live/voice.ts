import { blindIndex, type Ctx } from '#server/kernel';

/**
 * Whose vote it is, as far as that may be known. `voice` is a random word that only the browser keeps; of it, as of a
 * person, nothing but blind indexes of one session (or of one poll) is stored, so that no two of them can be joined.
 */
export const voterOf = (ctx: Ctx, column: string, place: string, voice: string): Buffer =>
  blindIndex(
    ctx.app.keys,
    column,
    ctx.actor.kind === 'person' ? `${place}|person:${ctx.actor.personId}` : `${place}|browser:${voice}`,
  );

export const browserMark = (ctx: Ctx, column: string, place: string, voice: string): Buffer =>
  blindIndex(ctx.app.keys, column, `${place}|browser:${voice}`);

/** To find what is somebody's by trying their marks, when they are not the one asking. */
export const asPerson = (ctx: Ctx, personId: string): Ctx => ({
  ...ctx,
  actor: { kind: 'person', personId, signInId: '' },
});
