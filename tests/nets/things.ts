import { desk, eventFields, must, withDatabase, type Cast } from './cast.ts';
import type { RunningSite } from '../support/site.ts';
import type { Visitor } from './visitor.ts';

export const states = ['own', 'other', 'unpublished', 'deleted', 'nonsense'] as const;
export type State = (typeof states)[number];

/** One thing of every kind that stands in an address. */
export interface Things {
  event: string;
  page: string;
  section: string;
  sectionId: string;
  room: string;
  speaker: string;
  session: string;
  series?: string;
  /** One of an event's crew. */
  crew?: string;
  roomSlug?: string;
  /** An open one of the live session. */
  poll?: string;
  /** A small table of the event's lounge. */
  table?: string;
  /** A closed meeting that is open. */
  meeting?: string;
  /** An old recording of the event, public. */
  recording?: string;
  /** Secret of a visitor's private link. */
  plan?: string;
}

/** A word no public answer may hold: it stands in everything that is not public. */
export const secretWord = 'нябачнасць7q';

/** A closed meeting, by the address it was made at. */
async function openMeeting(by: Visitor): Promise<string> {
  const { to } = await by.fill('/be/m', {}, 'open');
  return must(/\/m\/(\w+)$/.exec(to)?.[1], 'a closed meeting');
}

/** Fills an event by its desk with one thing of each kind, `mark` in each of their words. */
async function furnish(
  by: Visitor,
  data: string,
  event: string,
  mark: string,
  slug: string,
): Promise<Omit<Things, 'event'>> {
  const at = `e/${event}`;
  await desk(by, `${at}/rooms/new`, { 'title.be': `Зала ${mark}`, slug });
  await desk(by, `${at}/sections/new`, { 'title.be': `Секцыя ${mark}`, 'summary.be': mark, slug });
  await desk(by, `${at}/speakers/new`, { 'name.be': `Прамоўца ${mark}`, 'bio.be': mark });
  await desk(by, `${at}/crew/new`, { name: `Перакладчыца ${mark}` });
  await desk(by, `${at}/pages/new`, {
    'title.be': `Старонка ${mark}`,
    'body.be': mark,
    slug,
    status: mark === secretWord ? 'draft' : 'published',
  });
  return withDatabase(data, async (client) => {
    const find = async (table: string, column: string): Promise<string> => {
      const { rows } = await client.query<{ id: string }>(
        `select t.id from congress.${table} t join congress.event e on e.id = t.event_id where e.slug = $1 and t.${column}->>'be' like '%' || $2 limit 1`,
        [event, mark],
      );
      return must(rows[0]?.id, `the ${table} ${mark}`);
    };
    const [room, sectionId, speaker] = [
      await find('room', 'title'),
      await find('section', 'title'),
      await find('speaker', 'name'),
    ];
    const { rows: crew } = await client.query<{ id: string }>(
      `select c.id from congress.crew_member c join congress.event e on e.id = c.event_id where e.slug = $1 and c.name like '%' || $2 limit 1`,
      [event, mark],
    );
    const to = await desk(by, `${at}/sessions/new`, {
      'title.be': `Сустрэча ${mark}`,
      'abstract.be': mark,
      'description.be': mark,
      minutes: '30',
      status: 'confirmed',
      startsAt: '2026-11-22T09:00',
      room,
      section: sectionId,
      'speakers[]': [speaker],
    });
    return {
      room,
      crew: must(crew[0]?.id, 'a crew member'),
      roomSlug: slug,
      sectionId,
      speaker,
      section: slug,
      page: slug,
      session: must(/sessions\/([0-9a-z]+)/.exec(to)?.[1], 'a session'),
    };
  });
}

/** A private link that a guest makes, as long as the event is public. */
async function planIn(guest: Visitor, event: string): Promise<string> {
  const { to } = await guest.fill(`/be/e/${event}/mine/link`, {});
  return must(/\/mine\/([\w-]{43})$/.exec(to)?.[1], 'a private link');
}

const removal = async (by: Visitor, path: string): Promise<void> => {
  await desk(by, `${path}?remove`, {}, 'remove');
};

/**
 * What the matrix asks for. `deleted`: public once, taken away since, the event too. `unpublished`: in the demo's event since its last
 * release, and an event that is a draft. Everything unpublished holds `secretWord`.
 */
export async function makeThings(
  site: RunningSite,
  { people, event }: Cast,
): Promise<Record<State, Things> & { draftSession: string }> {
  const { organiser, stranger, guest } = people;
  const gone = await furnish(organiser, site.data, event, 'была', 'byla');
  await desk(organiser, `e/${event}/release`, { name: 'з тым, чаго не будзе' });
  for (const [kind, id] of [
    ['sessions', gone.session],
    ['speakers', gone.speaker],
    ['rooms', gone.room],
    ['sections', gone.sectionId],
    ['pages', gone.page],
    ['crew', gone.crew!],
  ] as const)
    await removal(organiser, `e/${event}/${kind}/${id}`);
  await desk(organiser, `e/${event}/release`, { name: 'без таго' });

  const other = await furnish(stranger, site.data, 'other', 'іншых', 'insych');
  await desk(stranger, 'e/other/release', { name: '1' });

  await desk(organiser, 'new', eventFields('gone-event', 'Былая сустрэча'));
  await furnish(organiser, site.data, 'gone-event', 'мінулых', 'minulych');
  await desk(organiser, 'e/gone-event/release', { name: '1' });
  const gonePlan = await planIn(guest, 'gone-event');
  await removal(organiser, 'e/gone-event/settings');

  await desk(
    organiser,
    'new',
    eventFields('draft-event', `Чарнавік ${secretWord}`, {
      status: 'draft',
      'summary.be': secretWord,
      'welcome.be': secretWord,
    }),
  );
  const draft = await furnish(organiser, site.data, 'draft-event', secretWord, 'tajna');
  await desk(organiser, 'e/draft-event/release', { name: secretWord });
  const draftPlan = await planIn(guest, 'draft-event');
  // A release makes an event public; taking it back to a draft must hide all of it again.
  await desk(organiser, 'e/draft-event/settings', { status: 'draft' }, 'save');
  const unpublished = await furnish(organiser, site.data, event, secretWord, 'tajna');

  const own = await withDatabase(site.data, async (client) => {
    const one = async (text: string): Promise<Record<string, string>> =>
      must((await client.query<Record<string, string>>(text, [event])).rows[0], text);
    const page = await one(
      `select p.slug from congress.page p join congress.event e on e.id = p.event_id where e.slug = $1 and p.status = 'published' limit 1`,
    );
    const thing =
      await one(`select s.room_id as room, r.slug as "roomSlug", c.id as "sectionId", c.slug as section, x.speaker_id as speaker, s.id as session from congress.session s
      join congress.event e on e.id = s.event_id join congress.section c on c.id = s.section_id join congress.room r on r.id = s.room_id
      join congress.session_speaker x on x.session_id = s.id where e.slug = $1 and s.id = '${site.live}' limit 1`);
    const series = await one(
      `select s.id from congress.series s join congress.event e on e.series_id = s.id where e.slug = $1`,
    );
    const poll = await one(
      `select id from live.poll where state = 'open' and exists (select from congress.event where slug = $1) limit 1`,
    );
    const table = await one(
      `select g.id from live.gathering g join congress.event e on e.id = g.event_id where e.slug = $1 limit 1`,
    );
    const recording = await one(
      `insert into recordings.recording (id, event_id, title, state, held_on) select 'old0recording0', id, '{"be": "Стары запіс"}', 'published', current_date
       from congress.event where slug = $1 returning id`,
    );
    const crew = await one(
      `select c.id from congress.crew_member c join congress.event e on e.id = c.event_id where e.slug = $1 limit 1`,
    );
    return {
      ...(thing as unknown as Omit<Things, 'event' | 'page'>),
      page: page.slug!,
      series: series.id!,
      crew: crew.id!,
      recording: recording.id!,
      poll: poll.id!,
      table: table.id!,
      event,
    };
  });
  const nothing = 'nonsense0nonsense0';
  return {
    own: { ...own, meeting: await openMeeting(organiser), plan: await planIn(guest, event) },
    other: { ...other, event: 'other', plan: await planIn(guest, 'other') },
    unpublished: { ...unpublished, event: 'draft-event', plan: draftPlan },
    deleted: { ...gone, event: 'gone-event', plan: gonePlan },
    nonsense: {
      event: 'no-such-event',
      page: nothing,
      section: nothing,
      sectionId: nothing,
      room: nothing,
      roomSlug: nothing,
      plan: 'A'.repeat(43),
      speaker: nothing,
      session: nothing,
    },
    draftSession: draft.session,
  };
}
