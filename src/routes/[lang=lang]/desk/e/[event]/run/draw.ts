import { languageNames, makeWhen } from '#lib/when/index.ts';
import type { RunOfShow, RunRow } from '#server/congress';
import type { Ctx } from '#server/kernel';
import * as live from '#server/live';

const minute = 60_000;
/** Who speaks within this time is due. */
const soon = 30;

export type Look = 'past' | 'on' | 'late' | 'next' | 'later';

/** What a session's row says now: in words, and in a look that repeats them. */
export interface Now {
  id: string;
  look: Look;
  text: string;
}

/** The clock's and the hosts' state of every session of a day. */
export async function nowOf(ctx: Ctx, rows: readonly RunRow[]): Promise<Now[]> {
  const now = ctx.now().getTime();
  const states = await live.listStates(
    ctx,
    rows.map((row) => ({ id: row.id, state: clockState(row, now) })),
  );
  return rows.map((row) => ({ id: row.id, ...sayNow(ctx, row, states.get(row.id) ?? 'announced', now) }));
}

function clockState({ start, end }: RunRow, now: number): live.LiveState {
  if (now >= end.getTime()) return 'over';
  if (now >= start.getTime()) return 'live';
  return start.getTime() - now <= soon * minute ? 'soon' : 'announced';
}

function sayNow(
  ctx: Ctx,
  row: RunRow,
  state: live.LiveState | 'backstage',
  now: number,
): { look: Look; text: string } {
  const [to, left] = [row.start.getTime() - now, row.end.getTime() - now].map((ms) =>
    Math.ceil(ms / minute),
  ) as [number, number];
  const say = (key: string, count?: number): string =>
    ctx.t(`languages.run.${key}`, count === undefined ? {} : { count });
  if (row.cancelled) return { look: 'past', text: say('cancelled') };
  if (state === 'over') return { look: 'past', text: say('over') };
  if (row.isBreak) {
    if (left <= 0) return { look: 'past', text: say('over') };
    return to <= 0 ? { look: 'on', text: say('break', left) } : ahead(say, to);
  }
  if (state === 'live')
    return left > 0 ? { look: 'on', text: say('live', left) } : { look: 'late', text: say('overrun', -left) };
  // Prepared and not opened: whatever the clock says, nobody hears it yet.
  if (to <= 0)
    return left > -soon ? { look: 'late', text: say('late', -to) } : { look: 'past', text: say('never') };
  if (state === 'backstage') return { look: 'next', text: say('backstage', to) };
  return ahead(say, to);
}

const ahead = (say: (key: string, count?: number) => string, to: number): { look: Look; text: string } =>
  to <= soon
    ? { look: 'next', text: say('next', to) }
    : { look: 'later', text: to <= 90 ? say('later', to) : '' };

/** Changes when the day itself does, so that an open page knows that it must be drawn again. */
export const dayKey = ({ rows }: RunOfShow): string =>
  rows.map((row) => `${row.id}${row.start.getTime() / minute}${row.cancelled ? 'x' : ''}`).join();

export function drawRun(ctx: Ctx, run: RunOfShow, now: readonly Now[]) {
  const when = makeWhen(ctx.lang, run.zone);
  const said = new Map(now.map((one) => [one.id, one]));
  const names = (langs: readonly string[]) => langs.map((lang) => languageNames[lang] ?? lang).join(', ');
  return run.rows.map((row) => ({
    id: row.id,
    title: row.title,
    time: when.time(row.start),
    end: when.time(row.end),
    room: row.room,
    speakers: row.speakers,
    crew: row.crew.map(
      ({ name, role, lang }) =>
        `${name}: ${ctx.t(`accounts.role.${role}`)}${lang ? ` → ${names([lang])}` : ''}`,
    ),
    langs: [
      row.langs.length > 0 ? ctx.t('languages.spoken_in', { langs: names(row.langs) }) : '',
      row.interpreted.length > 0 ? ctx.t('languages.into_list', { langs: names(row.interpreted) }) : '',
      row.captioned.length > 0 ? ctx.t('languages.captions_list', { langs: names(row.captioned) }) : '',
    ]
      .filter(Boolean)
      .join(' · '),
    isBreak: row.isBreak,
    look: said.get(row.id)?.look ?? 'later',
    text: said.get(row.id)?.text ?? '',
  }));
}
