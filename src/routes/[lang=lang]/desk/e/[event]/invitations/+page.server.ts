import { z } from 'zod';
import * as accounts from '#server/accounts';
import * as congress from '#server/congress';
import { declare, formAction } from '#server/web';
import { makeWhen } from '#lib/when/index.ts';
import { eventLoad, pickWords, type SentForm } from '../../../parts/guard.ts';
import { chainOf, placeOptions } from '../../../parts/places.ts';

export const _page = declare({ kind: 'working', may: 'programme_editor' });

/** Invitations to one place: the event, a section, a session, the whole site. */
export const load = eventLoad('invitations', async (ctx, desk, { url }) => {
  const place = url.searchParams.get('place') ?? 'event';
  const chain = chainOf(desk, place);
  const held = await accounts.rolesIn(ctx, chain);
  const when = makeWhen(ctx.lang, desk.event.zone);
  const names = new Map(
    desk.speakers.map((speaker) => [`speaker:${speaker.id}`, pickWords(speaker.name, ctx.lang).text]),
  );
  const invitations = (await accounts.listInvitations(ctx, chain)).map((one) => ({
    id: one.id,
    role: one.role,
    subject: names.get(one.subject ?? '') ?? '',
    note: one.note,
    state: one.state,
    until: when.date(one.expiresAt),
  }));
  return {
    place,
    places: await placeOptions(ctx, desk, place),
    roles: accounts.roles.filter((role) => accounts.mayInvite(held, role)),
    speakers: desk.speakers
      .filter((speaker) => !speaker.tied)
      .map((speaker) => ({ value: speaker.id, text: pickWords(speaker.name, ctx.lang).text }))
      .sort((a, b) => a.text.localeCompare(b.text, ctx.lang)),
    stored: {
      role: url.searchParams.get('role') ?? '',
      subject: url.searchParams.get('subject') ?? '',
      days: 14,
    },
    invitations,
    revoking: invitations.find(
      (one) => one.id === url.searchParams.get('revoke') && ['open', 'used'].includes(one.state),
    ),
  };
});

const placed = z.string().max(60).default('event');
const inviteInput = z.object({
  place: placed,
  role: accounts.roleSchema,
  subject: z
    .union([z.literal('').transform(() => undefined), z.string().regex(/^[0-9a-z]{6,32}$/)])
    .optional(),
  days: z.coerce.number().int().min(1).max(90),
  note: z.string().trim().max(120).default(''),
});

export const actions = {
  invite: formAction(inviteInput, async (ctx, { place, subject, ...input }, event: SentForm) => {
    const desk = await congress.getDesk(ctx, event.params.event ?? '');
    const known = input.role === 'speaker' && desk.speakers.some((speaker) => speaker.id === subject);
    const { token } = await accounts.invite(ctx, chainOf(desk, place), {
      ...input,
      ...(known ? { subject: `speaker:${subject}` } : {}),
    });
    return { link: `${event.url.origin}/${ctx.lang}/i/${token}`, role: input.role };
  }),
  revoke: formAction(
    z.object({ place: placed, id: z.string().max(40) }),
    async (ctx, { place, id }, { params }: SentForm) => {
      const desk = await congress.getDesk(ctx, params.event ?? '');
      await accounts.revokeInvitation(ctx, id, chainOf(desk, place));
      return {
        to: `/${ctx.lang}/desk/e/${params.event}/invitations?place=${encodeURIComponent(place)}&saved`,
      };
    },
  ),
};
