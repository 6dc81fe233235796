import { refuse, type Ctx } from '#server/kernel';
import { z } from 'zod';
import { floorKinds, floorRules } from '#lib/floor/index.ts';
import { decide } from './floor.ts';

const version = z.coerce.number().int().min(0);
export const openInput = z.object({ version, open: z.enum(['yes', 'no']) });

/** Opens the list to everybody, or closes it; those who wait keep their places. Refuses whoever does not chair. */
export const openFloor = (
  ctx: Ctx,
  sessionId: string,
  { version: seen, open }: z.output<typeof openInput>,
): Promise<void> =>
  decide(ctx, sessionId, seen, open === 'yes' ? 'open' : 'close', async (inner) => {
    await inner.db
      .updateTable('live.floor')
      .set({ is_open: open === 'yes' })
      .where('session_id', '=', sessionId)
      .execute();
  });

const seconds = (most: number) => z.coerce.number().int().min(10, 'floor.seconds').max(most, 'floor.seconds');
const orNone = <S extends z.ZodType>(schema: S) =>
  z.preprocess((given) => (given === '' ? undefined : given), schema.optional());

export const termsInput = z.object({
  version,
  kinds: z.array(z.enum(floorKinds)).min(1, 'floor.no_kinds'),
  /** In the order they decide; an empty one is no rule. */
  rules: z.array(z.union([z.enum(floorRules), z.literal('')])).max(floorRules.length),
  /** One a line. */
  groups: z.string().max(800),
  speechSeconds: seconds(7200),
  shortSeconds: seconds(7200),
  personSeconds: orNone(seconds(86_400)),
  groupSeconds: orNone(seconds(86_400)),
  quorum: orNone(z.coerce.number().int().min(1, 'floor.quorum_range').max(100_000, 'floor.quorum_range')),
  pointsWhenClosed: z.literal('yes').optional(),
});

/** Declares the rules of the list: everybody sees them. Refuses whoever does not chair, and group names that are too long or many. */
export async function setTerms(
  ctx: Ctx,
  sessionId: string,
  terms: z.output<typeof termsInput>,
): Promise<void> {
  const groups = [...new Set(terms.groups.split('\n').map((line) => line.trim()))].filter(Boolean);
  if (groups.length > 12 || groups.some((name) => name.length > 40)) throw refuse('invalid', 'floor.groups');
  const { version: seen, ...rest } = terms;
  await decide(ctx, sessionId, seen, `terms ${JSON.stringify(rest)}`, async (inner) => {
    await inner.db
      .updateTable('live.floor')
      .set({
        kinds: [...new Set(terms.kinds)],
        rules: [...new Set(terms.rules.filter((rule) => rule !== ''))],
        groups,
        speech_seconds: terms.speechSeconds,
        short_seconds: terms.shortSeconds,
        person_seconds: terms.personSeconds ?? null,
        group_seconds: terms.groupSeconds ?? null,
        quorum: terms.quorum ?? null,
        points_when_closed: terms.pointsWhenClosed === 'yes',
      })
      .where('session_id', '=', sessionId)
      .execute();
  });
}
