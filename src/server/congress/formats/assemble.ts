import type { ProgrammeDay, ProgrammeDocument } from './document.ts';
import type { FoundDay, FoundEvent } from './found.ts';
import { keepSessions } from './keep-sessions.ts';
import { keepTimes } from './keep-times.ts';
import type { Notes } from './notes.ts';
import { keepRegisters } from './registers.ts';
import { oneLine, readTexts, rich, safeUrl } from './texts.ts';
import { readMinutes, readStamp } from './times.ts';

export type Assembly = ReturnType<typeof assemble>;

/** Gathers what one file holds into a document, cleaning and keying it on the way. */
export function assemble(found: FoundEvent, notes: Notes, options: { zone?: string; name?: string }) {
  const days: ProgrammeDay[] = [];
  const dayByIndex = new Map<number, ProgrammeDay>();

  const baseUrl = safeUrl(found.baseUrl, undefined, /^https?:$/);
  const { clock, startOf, minutesOf, settleZone } = keepTimes(notes, {
    file: found.zone,
    option: options.zone,
  });

  const web = (value: string | undefined) => safeUrl(value, baseUrl, /^https?:$/);
  const { rooms, tracks, people, room, track, person } = keepRegisters(notes, web);

  const { sessions, session, separate } = keepSessions(notes, {
    baseUrl,
    web,
    startOf,
    minutesOf,
    room,
    track,
    person,
  });

  /** Merged files count their days twice: the index it got here, its own where nothing else has it. */
  function day(raw: FoundDay): number {
    const stamp = readStamp(raw.date ?? raw.start);
    const date = stamp && stamp !== 'absurd' ? stamp.wall.date : '';
    const same = dayByIndex.get(raw.index);
    if (same && (!date || !same.date || same.date === date)) return raw.index;
    if (same) {
      notes.note('day_repeated', `day ${raw.index}`);
      const known = days.find((one) => one.date === date);
      if (known) return known.index;
    }
    const index = same ? Math.max(...dayByIndex.keys()) + 1 : raw.index;
    const made: ProgrammeDay = { index, date };
    dayByIndex.set(index, made);
    for (const edge of ['start', 'end'] as const) {
      const stamp = readStamp(raw[edge]);
      if (stamp && stamp !== 'absurd' && stamp.hasTime) {
        made[edge] = stamp.offset
          ? `${stamp.wall.date}T${stamp.wall.time}${stamp.offset}`
          : clock.stampOf(stamp.wall);
      }
    }
    days.push(made);
    return index;
  }

  function finish(): ProgrammeDocument {
    separate();
    const { zone, zoneSource } = settleZone();
    const starts = sessions
      .map((made) => made.start?.slice(0, 10))
      .filter((date) => date !== undefined)
      .sort();
    const dateOf = (text: string | undefined) => {
      const stamp = readStamp(text);
      if (stamp === 'absurd') notes.note('date_absurd', 'event');
      return stamp && stamp !== 'absurd' ? stamp.wall.date : undefined;
    };
    // Days stand in any order, and some without a date.
    const dates = days.flatMap((made) => made.date || []).sort();
    const edges = [
      dateOf(found.start) ?? dates[0] ?? starts[0] ?? '',
      dateOf(found.end) ?? dates.at(-1) ?? starts.at(-1) ?? '',
    ];
    const [start, end] = (edges[1] ? edges.sort() : [edges[0], edges[0]]) as [string, string];
    const title = readTexts(found.title, 'und', oneLine);
    if (!title) notes.note('event_without_title', 'event');
    const event: ProgrammeDocument['event'] = {
      title: title ?? { und: oneLine((options.name ?? '').replace(/\.[a-z.]{1,20}$/i, '')) || '…' },
      acronym: oneLine(found.acronym ?? '', 60),
      zone,
      zoneSource,
      start,
      end,
      days:
        found.days && found.days > 0 && found.days < 1000 ? found.days : days.length || new Set(starts).size,
    };
    const description = readTexts(found.description, 'und', rich);
    if (description) event.description = description;
    const url = web(found.url);
    if (url) event.url = url;
    if (baseUrl) event.baseUrl = baseUrl;
    if (found.version?.trim()) event.version = oneLine(found.version, 300);
    const slot = readMinutes(found.slot);
    if (slot && slot > 0 && slot <= 1440) event.slotMinutes = slot;
    return {
      event,
      days,
      rooms: [...rooms.values()],
      tracks: [...tracks.values()],
      people: [...people.values()],
      sessions,
    };
  }

  return { room, track, person, day, session, finish };
}
