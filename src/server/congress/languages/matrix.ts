import { pick, type Ctx } from '#server/kernel';
import type { Text } from '#server/themes';
import { needReader } from '../access.ts';
import { readDrafts } from '../drafts.ts';
import { dayNumber, daysOf } from '../times.ts';
import { readCrew } from './crew.ts';
import type { CrewWork } from './roles.ts';
import { choiceOf, type Way } from './ways.ts';

export interface MatrixCell {
  lang: string;
  spoken: boolean;
  choice: '' | Way | 'both';
  /** Names of the crew who do it. */
  interpreters: string[];
  captioners: string[];
  /** What was promised and nobody does. */
  open: Way[];
  /** A speaker of this session needs to hear this language and doesn't get it. */
  wanted: boolean;
}

export interface MatrixRow {
  id: string;
  title: Text;
  start?: Date;
  end?: Date;
  day: number;
  room?: Text;
  status: string;
  cells: MatrixCell[];
  /** Chair, moderator, host. */
  others: { role: CrewWork; name: string }[];
  /** How much is promised and nobody does, or needed and not promised. */
  uncovered: number;
}

export interface LanguageMatrix {
  langs: string[];
  days: { number: number; date: string; uncovered: number }[];
  rows: MatrixRow[];
  uncovered: number;
  /** For each language: sessions spoken, interpreted, captioned in it. */
  totals: Record<string, { spoken: number; interpreted: number; captioned: number }>;
}

/**
 * Which session is spoken, interpreted and captioned in which language, who does it, and what nobody does; what is
 * uncovered stands first. Breaks and cancelled sessions are left out. Refuses who may not edit the event: `not_found`.
 */
export async function getLanguageMatrix(ctx: Ctx, eventId: string): Promise<LanguageMatrix> {
  await needReader(ctx, eventId, 'congress.no_such_event');
  const drafts = await readDrafts(ctx, eventId);
  const event = await ctx.db
    .selectFrom('congress.event')
    .select('langs')
    .where('id', '=', eventId)
    .executeTakeFirstOrThrow();
  const sessions = drafts.sessions.filter((one) => one.kind !== 'break' && one.status !== 'cancelled');
  const said = Map.groupBy(await readWays(ctx, eventId), (row) => row.session_id);
  const work = Map.groupBy(await readWork(ctx, eventId), (row) => row.session_id);
  const hears = await readHears(ctx, eventId);
  const langs = [
    ...new Set([
      ...event.langs,
      ...sessions.flatMap((one) => one.langs),
      ...[...said.values()].flat().map((row) => row.lang),
    ]),
  ];
  const rooms = new Map(drafts.rooms.map((room) => [room.id, room]));
  const names = new Map((await readCrew(ctx, eventId)).map((one) => [one.id, one.name]));
  const rows = sessions.map((session): MatrixRow => {
    const room = rooms.get(session.room_id ?? '');
    const own = (work.get(session.id) ?? []).flatMap((row) => {
      const name = names.get(row.crew_id);
      return name === undefined ? [] : [{ ...row, name }];
    });
    const wanted = new Set(session.speakers.flatMap((id) => hears.get(id) ?? []));
    const cells = [...langs, ...[...wanted].filter((lang) => !langs.includes(lang))].map(
      (lang): MatrixCell => {
        const had = (said.get(session.id) ?? [])
          .filter((row) => row.lang === lang)
          .map((row) => row.way as Way);
        const doing = (role: CrewWork) =>
          own.filter((row) => row.role === role && row.lang === lang).map((row) => row.name);
        const [interpreters, captioners] = [doing('interpreter'), doing('captioner')];
        const spoken = session.langs.includes(lang);
        return {
          lang,
          spoken,
          choice: choiceOf(had),
          interpreters,
          captioners,
          open: had.filter((way) => (way === 'interpreted' ? interpreters : captioners).length === 0),
          wanted: wanted.has(lang) && !spoken && !had.includes('interpreted'),
        };
      },
    );
    return {
      id: session.id,
      title: pick(session.title, ctx.lang),
      ...(session.starts_at && {
        start: session.starts_at,
        end: new Date(session.starts_at.getTime() + session.minutes * 60_000),
      }),
      day: session.starts_at ? dayNumber(drafts.calendar, session.starts_at.getTime()) : 0,
      ...(room && { room: pick(room.title, ctx.lang) }),
      status: session.status,
      cells,
      others: own
        .filter((row) => row.lang === '')
        .map((row) => ({ role: row.role as CrewWork, name: row.name })),
      uncovered: cells.reduce((sum, cell) => sum + cell.open.length + Number(cell.wanted), 0),
    };
  });
  rows.sort(
    (a, b) =>
      Number(b.uncovered > 0) - Number(a.uncovered > 0) ||
      (a.start?.getTime() ?? Infinity) - (b.start?.getTime() ?? Infinity),
  );
  const count = (lang: string, of: (cell: MatrixCell) => boolean): number =>
    rows.filter((row) => row.cells.some((cell) => cell.lang === lang && of(cell))).length;
  return {
    langs,
    days: daysOf(drafts.calendar).map((day) => ({
      ...day,
      uncovered: rows.filter((row) => row.day === day.number && row.uncovered > 0).length,
    })),
    rows,
    uncovered: rows.filter((row) => row.uncovered > 0).length,
    totals: Object.fromEntries(
      langs.map((lang) => [
        lang,
        {
          spoken: count(lang, (cell) => cell.spoken),
          interpreted: count(lang, (cell) => cell.choice === 'interpreted' || cell.choice === 'both'),
          captioned: count(lang, (cell) => cell.choice === 'captioned' || cell.choice === 'both'),
        },
      ]),
    ),
  };
}

const readWays = (ctx: Ctx, eventId: string) =>
  ctx.db
    .selectFrom('congress.session_language as said')
    .innerJoin('congress.session as session', 'session.id', 'said.session_id')
    .select(['said.session_id', 'said.lang', 'said.way'])
    .where('session.event_id', '=', eventId)
    .orderBy('said.way', 'desc')
    .execute();

/** Not for the door. */
export const readWork = (ctx: Ctx, eventId: string) =>
  ctx.db
    .selectFrom('congress.assignment as assignment')
    .innerJoin('congress.session as session', 'session.id', 'assignment.session_id')
    .select(['assignment.session_id', 'assignment.crew_id', 'assignment.role', 'assignment.lang'])
    .where('session.event_id', '=', eventId)
    .orderBy('assignment.role')
    .orderBy('assignment.lang')
    .execute();

/** Languages that speakers need to hear, by their profile. */
async function readHears(ctx: Ctx, eventId: string): Promise<Map<string, string[]>> {
  const rows = await ctx.db
    .selectFrom('congress.speaker_needs as needs')
    .innerJoin('congress.speaker as speaker', 'speaker.id', 'needs.speaker_id')
    .select(['needs.speaker_id', 'needs.hears'])
    .where('speaker.event_id', '=', eventId)
    .where('speaker.removed', '=', false)
    .execute();
  return new Map(rows.map((row) => [row.speaker_id, row.hears]));
}
