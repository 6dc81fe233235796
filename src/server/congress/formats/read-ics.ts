import ICAL from 'ical.js';
import { refuse } from '#server/kernel';
import { assemble } from './assemble.ts';
import { headOf } from './calendar.ts';
import {
  readZones,
  valueOf,
  zoneNamed,
  type Jcal,
  type JcalProperty,
  type StampIn,
} from './calendar-zones.ts';
import { asGuid } from './derived.ts';
import type { ProgrammeDocument } from './document.ts';
import type { FoundSession } from './found.ts';
import type { Notes } from './notes.ts';
import { repeatsOf, type Rule } from './recurrence.ts';
import { readStamp, zoneClock } from './times.ts';

/** Of a calendar: the largest real one is under 3 MB. */
const maxCharacters = 16 * 1024 * 1024;
/** Of all that repeats in one calendar. */
const maxRepeats = 10_000;

const all = ([, properties]: Jcal, name: string): JcalProperty[] =>
  properties.filter((property) => property[0] === name);
/** Of properties that the library does not know it leaves the text as it was written. */
const textIn = (type: string, value: unknown): string[] =>
  typeof value === 'number'
    ? [String(value)]
    : typeof value !== 'string'
      ? []
      : [
          type === 'unknown'
            ? value.replace(/\\([\\;,nN])/g, (_, mark: string) => (/n/i.test(mark) ? '\n' : mark))
            : value,
        ];
const texts = (component: Jcal, name: string): string[] =>
  all(component, name).flatMap(([, , type, ...values]) => values.flatMap((value) => textIn(type, value)));
const textOf = (component: Jcal, name: string): string => texts(component, name)[0] ?? '';

/** Lines as they were before they were folded; what is no line of a calendar is left out. */
function unfold(text: string, notes: Notes): string {
  const lines = text
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]/g, '')
    .split('\n');
  return lines
    .filter((line, index) => {
      // The parser goes through parameters again and again: there are few, and they are short.
      if (/^[A-Za-z0-9-]{1,60}(;[^\n]{0,2000}?)?:/.test(line) && line.length < 2_000_000) return true;
      if (line.trim()) notes.note('calendar_line_malformed', `line ${index + 1}`);
      return false;
    })
    .join('\r\n');
}

function parse(text: string, notes: Notes): Jcal[] {
  if (text.length > maxCharacters) throw refuse('invalid', 'congress.import_too_large', { megabytes: 16 });
  try {
    const found = ICAL.parse(unfold(text, notes)) as unknown as Jcal | Jcal[];
    return typeof found[0] === 'string' ? [found as Jcal] : (found as Jcal[]);
  } catch (error) {
    const what = error instanceof Error ? error.message.replace(/\s+/g, ' ').slice(0, 120) : 'no calendar';
    throw refuse('invalid', 'congress.import_invalid', { where: 'VCALENDAR', what });
  }
}

type Time = { stamp: string; isDate: boolean };

/**
 * iCalendar (RFC 5545): one session each event, or each time it repeats. Who was invited stays out: an attendee is not a
 * speaker; so does what is marked private. Refuses a calendar that repeats without measure with `congress.import_recurs`.
 */
export function readIcs(
  text: string,
  notes: Notes,
  options: { zone?: string; name?: string },
): ProgrammeDocument {
  const calendars = parse(text, notes);
  const parts = calendars.flatMap((calendar) => calendar[2]);
  const zones = readZones(parts.filter((part) => part[0] === 'vtimezone'));
  const events = parts.filter((part) => part[0] === 'vevent');
  if (parts.some((part) => part[0] !== 'vevent' && part[0] !== 'vtimezone'))
    notes.note('part_not_read', 'VCALENDAR');
  const head = calendars[0] ?? ['vcalendar', [], []];
  const zone = zoneOf(head, events, zones) ?? options.zone;
  const programme = assemble(
    {
      title: textOf(head, 'x-wr-calname') || textOf(head, 'name'),
      zone,
      description: textOf(head, 'x-wr-caldesc') || undefined,
    },
    notes,
    options,
  );
  const clock = zone ? zoneClock(zone) : undefined;
  const named = new Map<string, StampIn | undefined>();
  /** By the name of a zone; looked for once, for ten thousand events may name it. */
  const stampIn = (name: string): StampIn | undefined => {
    if (named.has(name)) return named.get(name);
    const known = zones.get(name)?.stampOf ?? stampNamed(name);
    named.set(name, known);
    return known;
  };
  const isOurs = /\/\/veche\/\//.test(textOf(head, 'prodid'));

  /** In the clocks of the event's own zone; floating times are taken for its own. */
  function timeOf(property: JcalProperty | undefined, where: () => string): Time | undefined {
    const raw = String(property?.[3] ?? '');
    const stamp = readStamp(raw);
    if (!property || !stamp || stamp === 'absurd') return raw ? { stamp: raw, isDate: false } : undefined;
    if (!stamp.hasTime) return { stamp: raw, isDate: true };
    const tzid = property[1].tzid;
    const wall = `${stamp.wall.date}T${stamp.wall.time}`;
    let written: string | undefined;
    if (stamp.offset) written = `${wall}${stamp.offset}`;
    else if (typeof tzid === 'string') written = stampIn(tzid)?.(stamp.wall);
    if (!written) {
      notes.note(tzid ? 'zone_unknown' : 'time_floating', where);
      return { stamp: clock?.stampOf(stamp.wall) ?? wall, isDate: false };
    }
    return { stamp: clock ? clock.localStamp(Date.parse(written)) : written, isDate: false };
  }

  const overrides = new Map<string, Jcal>();
  // What repeats is looked at a thousand times: its name and its words are found once.
  const uids = new Map<Jcal, string>();
  const uidOf = (event: Jcal): string => {
    const uid = uids.get(event) ?? textOf(event, 'uid');
    uids.set(event, uid);
    return uid;
  };
  const whereOf = (event: Jcal) => () => `UID ${uidOf(event).slice(0, 80)}`;
  const keyOf = (event: Jcal, at: string) => `${uidOf(event)}\n${at.length > 10 ? Date.parse(at) : at}`;
  for (const event of events) {
    const [moved] = all(event, 'recurrence-id');
    const at = timeOf(moved, whereOf(event));
    if (at) overrides.set(keyOf(event, at.stamp), event);
  }

  let repeats = 0;
  let last: { event: Jcal; found: FoundSession } | undefined;
  const put = (event: Jcal, start: Time | undefined, instance: string): void => {
    const where = whereOf(event);
    const uid = uidOf(event);
    const guid = asGuid(uid.split('@')[0]);
    if (last?.event !== event)
      last = { event, found: { ...sessionOf(event, isOurs), ...lengthOf(event, where) } };
    const { found } = last;
    programme.session(
      {
        ...found,
        ...(guid && !instance ? { guid } : uid ? { uid: `${uid}${instance && `#${instance}`}` } : {}),
        date: start?.stamp,
      },
      where,
    );
  };
  /** DURATION, or the time between DTSTART and DTEND: of every repetition the same. */
  const lengthOf = (event: Jcal, where: () => string): Pick<FoundSession, 'duration'> => {
    const said = textOf(event, 'duration') || String(valueOf(event, 'duration') ?? '');
    if (said) return { duration: said };
    const start = timeOf(all(event, 'dtstart')[0], where);
    const end = timeOf(all(event, 'dtend')[0], where);
    const minutes = start && end ? Math.round((Date.parse(end.stamp) - Date.parse(start.stamp)) / 60_000) : 0;
    return { duration: Number.isFinite(minutes) ? minutes : 0 };
  };

  for (const event of events) {
    const where = whereOf(event);
    if (/^(PRIVATE|CONFIDENTIAL)$/i.test(textOf(event, 'class'))) {
      notes.note('private_left_out', where);
      continue;
    }
    if (all(event, 'attendee').length) notes.note('attendees_left_out', where);
    const start = timeOf(all(event, 'dtstart')[0], where);
    if (start?.isDate) notes.note('all_day', where);
    const [override] = all(event, 'recurrence-id');
    if (override) {
      if (override[1].range) notes.note('recurrence_not_read', where);
      put(event, start, timeOf(override, where)?.stamp ?? '');
      continue;
    }
    const rules = all(event, 'rrule').map((property) => property[3] as Rule);
    const extra = all(event, 'rdate').flatMap(([name, parameters, type, ...values]) =>
      values
        .slice(0, maxRepeats)
        .flatMap((value) => timeOf([name, parameters, type, [value].flat()[0]], where) ?? []),
    );
    if (!start || (!rules.length && !extra.length)) {
      put(event, start, '');
      continue;
    }
    const left = new Set(
      all(event, 'exdate').flatMap(([name, parameters, type, ...values]) =>
        values
          .slice(0, maxRepeats)
          .map((value) => keyOf(event, timeOf([name, parameters, type, value], where)?.stamp ?? '')),
      ),
    );
    const dates = new Set<string>();
    for (const rule of rules.slice(0, 10)) {
      const found = repeatsOf(start.stamp.slice(0, 10), rule, where());
      if (found.isCut) notes.note('recurrence_cut', where);
      if (!found.isRead) notes.note('recurrence_not_read', where);
      for (const date of found.dates) dates.add(date);
      repeats += found.dates.length;
      if (repeats > maxRepeats)
        throw refuse('invalid', 'congress.import_recurs', { where: where(), freq: `> ${maxRepeats}` });
    }
    if (!rules.length) dates.add(start.stamp.slice(0, 10));
    const time = start.stamp.slice(11, 19);
    const times = [
      ...[...dates].map((date) => ({
        stamp: start.isDate ? date : (clock?.stampOf({ date, time }) ?? `${date}T${time}`),
        isDate: start.isDate,
      })),
      ...extra,
    ];
    repeats += extra.length;
    if (repeats > maxRepeats)
      throw refuse('invalid', 'congress.import_recurs', { where: where(), freq: `> ${maxRepeats}` });
    const seen = new Set<string>();
    for (const at of times) {
      const key = keyOf(event, at.stamp);
      if (left.has(key) || overrides.has(key) || seen.has(key)) continue;
      seen.add(key);
      put(event, at, at.stamp);
    }
  }
  return programme.finish();
}

const stampNamed = (name: string): StampIn | undefined => {
  const zone = zoneNamed(name);
  return zone ? zoneClock(zone).stampOf : undefined;
};

/** The zone most events are in; what the calendar says of itself, when none says. */
function zoneOf(
  head: Jcal,
  events: readonly Jcal[],
  zones: ReturnType<typeof readZones>,
): string | undefined {
  const counts = new Map<string, number>();
  const known = new Map<string, string | undefined>();
  for (const event of events) {
    const named = all(event, 'dtstart')[0]?.[1].tzid;
    if (typeof named !== 'string') continue;
    if (!known.has(named)) known.set(named, zones.has(named) ? zones.get(named)!.zone : zoneNamed(named));
    const zone = known.get(named);
    if (zone) counts.set(zone, (counts.get(zone) ?? 0) + 1);
  }
  const [common] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
  return zoneNamed(textOf(head, 'x-wr-timezone')) ?? common;
}

function sessionOf(event: Jcal, isOurs: boolean): FoundSession {
  const subtitle = textOf(event, 'x-veche-subtitle');
  const speakers = texts(event, 'x-veche-speaker');
  const [category] = texts(event, 'categories');
  const kind = textOf(event, 'x-veche-kind');
  let text = textOf(event, 'description');
  const told = isOurs ? headOf(subtitle, speakers) : '';
  if (told && text.startsWith(told)) text = text.slice(told.length).trim();
  return {
    title: textOf(event, 'summary'),
    subtitle,
    abstract: text,
    room: { name: textOf(event, 'location') },
    ...(category ? { track: { name: category } } : {}),
    people: speakers.map((name) => ({ name })),
    language: texts(event, 'x-veche-language').join(','),
    ...(kind ? { type: kind } : {}),
    links: [],
    attachments: all(event, 'attach').flatMap(([, , type, value]) =>
      type === 'uri' && typeof value === 'string' ? [{ url: value }] : [],
    ),
    url: textOf(event, 'url') || undefined,
    cancelled: /^CANCELLED$/i.test(textOf(event, 'status')),
  };
}
