import { z } from 'zod';
import * as congress from '#server/congress';
import { Refusal, refuse, type Ctx } from '#server/kernel';
import { declare, formAction } from '#server/web';
import { changeText, makeTeller, sayChange } from '#lib/changes/index.ts';
import { calendarDay, makeWhen } from '#lib/when/index.ts';
import { eventIdOf, eventLoad, pickWords, type SentForm } from '../../../parts/guard.ts';

export const _page = declare({ kind: 'working', may: 'programme_editor' });

const most = 40;
const soonMs = 3 * 3_600_000;
/** With more rooms than this a list to choose from is quicker than a wall of buttons. */
const mostButtons = 12;
const recent = 5;

/** What everybody sees now, and what may be said of it in two taps. */
export const load = eventLoad('corrections', async (ctx, desk, { url }) => {
  const ask = (name: string): string => (url.searchParams.get(name) ?? '').slice(0, 80).trim();
  const day = /^\d{1,2}$/.test(ask('day')) ? Number(ask('day')) : undefined;
  const filter = { q: ask('q'), day, session: ask('session') };
  const programme = await released(ctx, desk.event.slug, filter);
  const when = makeWhen(ctx.lang, desk.event.zone);
  const rooms = desk.rooms.map((room) => ({
    id: room.id,
    slug: room.slug,
    text: pickWords(room.title, ctx.lang).text,
  }));
  if (!programme) return { isReleased: false as const, filter, rows: [], days: [], log: [], rooms, more: 0 };
  const { log, last } = await corrections(ctx, desk.event, url.searchParams.get('done'));
  return {
    isReleased: true as const,
    filter,
    days: [
      { value: '', text: ctx.t('changes.now.soon') },
      ...programme.days.map((one) => ({
        value: String(one.number),
        text: makeWhen(ctx.lang, 'UTC').day(calendarDay(one.date)),
      })),
    ],
    rooms,
    rows: programme.rows.slice(0, most).map(({ card, room, slug }) => ({
      id: card.id,
      title: { text: card.title, lang: card.lang },
      when: `${when.date(card.start)}, ${when.span(card.start, card.end)}`,
      start: congress.toWallClock(card.start, desk.event.zone),
      room,
      people: card.people.join(', '),
      isOn: card.state === 'on',
      cancelled: card.cancelled,
      isOpen: filter.session === card.id,
      to: rooms.length <= mostButtons ? rooms.filter((one) => one.slug !== slug) : [],
    })),
    more: Math.max(0, programme.rows.length - most),
    log,
    last,
    undone: url.searchParams.has('undone'),
  };
});

async function released(
  ctx: Ctx,
  slug: string,
  { q, day, session }: { q: string; day: number | undefined; session: string },
) {
  try {
    const view = await congress.getProgramme(ctx, slug, { day: day ?? 'all', ...(q && { q }) });
    if (!view.release) return undefined;
    const now = ctx.now().getTime();
    const isSoon = (card: congress.SessionCard): boolean =>
      card.end.getTime() > now && card.start.getTime() < now + soonMs;
    const cards = view.sessions.filter(
      (card) => q !== '' || day !== undefined || isSoon(card) || card.id === session,
    );
    return {
      days: view.days,
      rows: cards
        .sort((a, b) => a.start.getTime() - b.start.getTime())
        .map((card) => ({
          card,
          room: view.rooms[card.room]?.title.text ?? '',
          slug: view.rooms[card.room]?.slug ?? '',
        })),
    };
  } catch (caught) {
    if (caught instanceof Refusal && caught.kind === 'not_found') return undefined;
    throw caught;
  }
}

async function corrections(ctx: Ctx, event: congress.EventDraft, done: string | null) {
  const teller = makeTeller(ctx.t, ctx.lang, event.zone);
  const { versions } = await congress.getChangeLog(ctx, event.slug);
  const log = versions
    .filter((one) => one.kind === 'correction' && one.changes.length > 0)
    .slice(0, recent)
    .map((one) => {
      const said = sayChange(teller, one.changes[0]!);
      return { number: one.number, at: teller.when.time(one.at), title: said.title, text: changeText(said) };
    });
  return { log, last: log.find((one) => String(one.number) === done) };
}

/** Back to the list one was at, with what was just done. */
function back(ctx: Ctx, { params, url }: SentForm, done: Record<string, string>): { to: string } {
  const query = new URLSearchParams();
  for (const name of ['day', 'q']) {
    const asked = (url.searchParams.get(name) ?? '').slice(0, 80);
    if (asked) query.set(name, asked);
  }
  for (const [name, value] of Object.entries(done)) query.set(name, value);
  return { to: `/${ctx.lang}/desk/e/${params.event}/corrections?${query}` };
}

const acts = /^(shift:-?\d{1,4}|move:[0-9a-z]{6,32}|place|cancel|restore)$/;
const correctInput = z.object({
  session: z.string().regex(/^[0-9a-z]{6,32}$/),
  /** One button says all: `shift:15`, `move:<room>`, `place`, `cancel`, `restore`. */
  do: z.string().regex(acts),
  room: z.string().max(32).default(''),
  startsAt: z.string().max(16).default(''),
});

export const actions = {
  correct: formAction(correctInput, async (ctx, input, event: SentForm) => {
    const [act, value = ''] = input.do.split(':');
    const parsed = congress.correctionInput.safeParse({
      session: input.session,
      act: act === 'place' ? 'move' : act,
      ...(act === 'shift' && { minutes: value }),
      ...(act === 'move' && { room: value }),
      ...(act === 'place' && { room: input.room, startsAt: input.startsAt }),
    });
    if (!parsed.success) throw refuse('invalid', 'changes.no_such_correction');
    const { number } = await congress.correctSession(
      ctx,
      await eventIdOf(ctx, event.params.event),
      parsed.data,
    );
    return back(ctx, event, { done: String(number) });
  }),
  undo: formAction(
    z.object({ version: z.coerce.number().int().min(1).max(999_999) }),
    async (ctx, { version }, event: SentForm) => {
      await congress.undoCorrection(ctx, await eventIdOf(ctx, event.params.event), version);
      return back(ctx, event, { undone: '1' });
    },
  ),
};
