import { parseArgs } from 'node:util';
import * as accounts from '#server/accounts';
import * as congress from '#server/congress';
import { refuse, type Ctx } from '#server/kernel';
import { addressOf } from './address.ts';
import type { Cli } from './cli.ts';
import { UsageError } from './errors.ts';
import { withVeche } from './open.ts';
import { findEventId } from './programme.ts';

const options = {
  event: { type: 'string' },
  session: { type: 'string' },
  speaker: { type: 'string' },
  days: { type: 'string' },
  note: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** Prints the link of a one-time invitation. It is kept nowhere: whoever loses it makes another. */
export async function run(cli: Cli, argv: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true });
  const [given, ...rest] = positionals;
  if (rest.length > 0) throw new UsageError('too_many_words');
  const role = accounts.roles.find((one) => one === given);
  if (!role) throw new UsageError('bad_role', { roles: accounts.roles.join(', ') });
  const days = Number(values.days ?? 14);
  if (!Number.isInteger(days) || days < 1 || days > 90) throw new UsageError('bad_days');
  if (values.event && values.session) throw new UsageError('one_place');
  const made = await withVeche(cli, {}, async (ctx, { config }) => {
    const { chain, speakers } = await placeOf(ctx, values.event, values.session);
    if (values.speaker !== undefined && !speakers.includes(values.speaker))
      throw refuse('not_found', 'cli.error.not_speaking', { speaker: values.speaker });
    const { token } = await accounts.invite(ctx, chain, {
      role,
      days,
      ...(values.note ? { note: values.note } : {}),
      ...(values.speaker ? { subject: `speaker:${values.speaker}` } : {}),
    });
    return `${addressOf(config)}/${config.VECHE_LANGUAGE}/i/${token}`;
  });
  cli.answer({ link: made, role, days });
  cli.say(made);
  if (!cli.json) cli.warn(cli.t('cli.invite.once', { days }));
}

/** Where the role will hold, inmost first, and who speaks there. Without a place: the whole installation. */
async function placeOf(
  ctx: Ctx,
  event: string | undefined,
  session: string | undefined,
): Promise<{ chain: accounts.Place[]; speakers: string[] }> {
  if (session) {
    const places = await congress.findSessionPlaces(ctx, session);
    if (!places) throw refuse('not_found', 'congress.no_such_session', { session });
    return { chain: places.places, speakers: places.speakers };
  }
  if (!event) return { chain: [accounts.installation], speakers: [] };
  const id = await findEventId(ctx, event);
  const { speakers } = await congress.getDesk(ctx, event);
  return { chain: [{ kind: 'event', id }], speakers: speakers.map((speaker) => speaker.id) };
}
