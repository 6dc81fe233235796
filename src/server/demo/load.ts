import { sql } from 'kysely';
import * as congress from '#server/congress';
import { inTransaction, newSecret, type Ctx } from '#server/kernel';
import * as live from '#server/live';
import * as registration from '#server/registration';
import * as themes from '#server/themes';
import {
  captions,
  event,
  pages,
  polls,
  questions,
  registrationQuestion,
  rooms,
  sections,
  series,
  sessions,
  speakers,
  talk,
  themes as concepts,
} from './content/index.ts';
import type { SessionKind } from './content/shape.ts';
import { moveToNow } from './calendar.ts';
import { openList } from './floor.ts';
import { addHours, addLanguages, type PlacedSession } from './languages.ts';
import { demoSlides } from './slides.ts';

export interface Demo {
  /** Id of the session that is live now. */
  liveSession: string;
  /** Id of a speaker's profile in it that a person may take over; the one who speaks there is a bot. */
  liveSpeaker?: string;
}

/** The content's words for kinds, ours on the right. */
const kinds: Record<SessionKind, congress.SessionKind> = {
  speech: 'speech',
  panel: 'panel',
  webinar: 'webinar',
  'moderated discussion': 'discussion',
  workshop: 'workshop',
  'group meeting': 'meeting',
  break: 'break',
};

/** Fills a site without any event, all or nothing; undefined where there is one. Only for the system. */
export async function loadDemo(ctx: Ctx, now: Date): Promise<Demo | undefined> {
  return inTransaction(ctx, async (inner) => {
    // Two processes that start at once must not both find the site empty.
    await sql`select pg_advisory_xact_lock(778002)`.execute(inner.db);
    if ((await congress.listDeskEvents(inner)).length > 0) return undefined;
    await themes.saveThemes(
      inner,
      concepts.map(({ key, label, broader, related, note }, position) => ({
        slug: key,
        position,
        hue: hueOf(broader ?? key),
        ...(note && { note }),
        labels: Object.entries(label).map(([lang, text]) => ({ lang, kind: 'pref' as const, text })),
        ...(broader && { broader: [broader] }),
        ...(related && { related }),
      })),
    );
    const ids = await makeEvent(inner, now);
    await congress.saveSeries(inner, { ...series, events: [ids.event] });
    await congress.releaseProgramme(inner, ids.event, '1');
    await openLive(inner, ids.anchor);
    await openList(inner, ids.anchor, now);
    await openTalk(inner, ids.anchor);
    await openRegistration(inner, ids.event);
    return { liveSession: ids.anchor };
  });
}

/** Each section's colour is that of its place among the twenty; narrower themes wear their section's. */
const hueOf = (key: string): number =>
  (Math.max(
    0,
    sections.findIndex((section) => section.theme === key),
  ) %
    20) +
  1;

async function makeEvent(ctx: Ctx, now: Date): Promise<{ event: string; anchor: string }> {
  const calendar = moveToNow(sessions, event.zone, now);
  const eventId = await congress.createEvent(ctx, {
    slug: event.slug,
    kind: 'congress',
    status: 'published',
    title: event.title,
    summary: event.description,
    welcome: event.welcome,
    zone: event.zone,
    startsOn: calendar.startsOn,
    days: 2,
    dayStartsAt: calendar.dayStartsAt,
    langs: ['be', 'ru', 'en'],
  });
  const roomIds = new Map<string, string>();
  for (const [position, { key, name, note, languages }] of rooms.entries()) {
    roomIds.set(
      key,
      await congress.createRoom(ctx, eventId, { slug: key, title: name, note, langs: languages, position }),
    );
  }
  const sectionIds = new Map<string, string>();
  for (const [position, { key, theme, title, text }] of sections.entries()) {
    const input = { slug: key, title, summary: text, theme, hue: hueOf(theme), position };
    sectionIds.set(key, await congress.createSection(ctx, eventId, input));
  }
  const speakerIds = new Map<string, string>();
  for (const { key, name, bio } of speakers) {
    speakerIds.set(key, await congress.createSpeaker(ctx, eventId, { name, bio: bio ?? {}, links: [] }));
  }
  const placed: PlacedSession[] = [];
  let anchor = '';
  for (const session of sessions) {
    const id = await congress.createSession(ctx, eventId, {
      kind: kinds[session.kind],
      status: 'confirmed',
      title: session.title,
      subtitle: {},
      abstract: session.abstract,
      description: {},
      section: session.section && sectionIds.get(session.section),
      room: roomIds.get(session.room),
      speakers: session.speakers.flatMap((key) => speakerIds.get(key) ?? []),
      startsAt: calendar.startsAt(session),
      minutes: session.minutes,
      langs: session.languages,
      themes: session.themes ?? [],
      links: [],
      record: true,
    });
    placed.push({ id, room: session.room, langs: session.languages, isBreak: session.kind === 'break' });
    if (session.anchor) anchor = id;
  }
  await addLanguages(ctx, eventId, placed);
  await addHours(ctx, event.slug);
  for (const [position, { key, title, body }] of pages.entries()) {
    await congress.savePage(ctx, eventId, { slug: key, title, body, position, status: 'published' });
  }
  return { event: eventId, anchor };
}

/** Anyone may register for the demo, and is asked one thing that helps its organisers. */
async function openRegistration(ctx: Ctx, eventId: string): Promise<void> {
  const { title, why, options } = registrationQuestion;
  await registration.saveSettings(
    ctx,
    eventId,
    registration.settingsInput.parse({ mode: 'limited', places: 300, waiting: true, certificateMin: 1 }),
  );
  await registration.saveQuestion(ctx, eventId, undefined, {
    kind: 'several',
    title,
    why,
    options,
    required: false,
    position: 0,
  });
}

/** Opens the live session's talk with its first messages. */
async function openTalk(ctx: Ctx, sessionId: string): Promise<void> {
  await live.setTalk(ctx, sessionId, { mode: 'open', slow: 0 });
  for (const [index, { by, text }] of talk.entries())
    await live.sayInTalk(
      ctx,
      sessionId,
      { text: text[ctx.lang], ...(by ? { sign: 'yes', name: by[ctx.lang] } : {}) },
      `demo-${index}`,
    );
}

/** Sets up small tables for the breaks, and opens them. */
async function openLounge(ctx: Ctx): Promise<void> {
  for (const subject of ['be', 'en']) await live.addTable(ctx, event.slug, { ground: 'language', subject });
  await live.addTable(ctx, event.slug, { ground: 'section' });
  await live.setLounge(ctx, event.slug, true);
}

/** Opens the live session with its first questions, and leaves the bot its words. */
async function openLive(ctx: Ctx, sessionId: string): Promise<void> {
  await openLounge(ctx);
  await live.goLive(ctx, sessionId);
  await live.openBooth(ctx, sessionId, 'en');
  const files = [await demoSlides(ctx.lang)];
  await live.giveSlides(ctx, sessionId, { title: '', keeps: true, files, show: 2 });
  for (const { text } of questions) await live.askQuestion(ctx, sessionId, { text: text[ctx.lang] });
  // Newest first, all in one state: the order they were asked in is this one turned round.
  const asked = (await live.listQuestions(ctx, sessionId)).toReversed();
  for (const [index, { id }] of asked.entries()) {
    const state = questions[index]?.state;
    if (state === 'answered')
      await live.answerQuestion(ctx, sessionId, id, questions[index]?.answer?.[ctx.lang]);
    if (state === 'now') await live.pinQuestion(ctx, sessionId, id);
  }
  await openPolls(ctx, sessionId);
  const anchor = sessions.find((session) => session.anchor);
  const speaker = speakers.find((one) => one.key === anchor?.speakers[0]);
  const value = { sessionId, captions, ...(speaker && { name: speaker.name[ctx.lang] }) };
  await sql`insert into kernel.setting (key, value) values ('demo.live_session', ${JSON.stringify(value)}::jsonb)
    on conflict (key) do update set value = excluded.value`.execute(ctx.db);
}

/** One poll that is over, with its result, and one that is open. */
async function openPolls(ctx: Ctx, sessionId: string): Promise<void> {
  for (const { kind, question, options, votes } of polls) {
    const lines = (lang: string): string => options.map((option) => option[lang as 'be']).join('\n');
    const poll = live.pollInput.parse({
      kind,
      question,
      options: { be: lines('be'), ru: lines('ru'), en: lines('en') },
      electorate: 'everyone',
    });
    const id = await live.draftPoll(ctx, sessionId, poll);
    await live.movePoll(ctx, sessionId, id, 'open');
    if (!votes) continue;
    const visitor: Ctx = { ...ctx, actor: { kind: 'guest' } };
    for (const [option, count] of votes.entries())
      for (let each = 0; each < count; each += 1)
        await live.vote(visitor, sessionId, id, { choice: [], one: String(option), rank: {} }, newSecret());
    await live.movePoll(ctx, sessionId, id, 'closed');
    await live.movePoll(ctx, sessionId, id, 'shown');
  }
}
