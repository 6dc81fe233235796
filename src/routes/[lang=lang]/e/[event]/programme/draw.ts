import type { ProgrammeFilter, ProgrammeView, SessionCard } from '#server/congress';
import type { Ctx } from '#server/kernel';
import { timetableHtml, type TimetableDay } from '#lib/ui/index.ts';
import { calendarDay, languageNames, makeWhen, shortLanguages, type When } from '#lib/when/index.ts';

/** The filter as the address says it; anything unknown is "all". */
export function readFilter(query: URLSearchParams): ProgrammeFilter {
  const day = query.get('day');
  const text = (name: string) => query.get(name)?.slice(0, 80) || undefined;
  const [section, language, kind, q] = [text('section'), text('language'), text('kind'), text('q')];
  return {
    ...(day === 'all' ? { day } : day && /^\d{1,2}$/.test(day) ? { day: Number(day) } : {}),
    ...(section ? { section } : {}),
    ...(language ? { language } : {}),
    ...(kind ? { kind } : {}),
    ...(q ? { q } : {}),
  };
}

/** The programme as the page shows it: words, times in the reader's zone, and each day's timetable as lean HTML. */
export function drawProgramme(ctx: Ctx, view: ProgrammeView) {
  const { t, lang } = ctx;
  const isOwnZone = ctx.zone !== '' && ctx.zone !== view.event.zone;
  const when = makeWhen(lang, ctx.zone || view.event.zone);
  const dayName = makeWhen(lang, 'UTC');
  const base = `/${lang}/e/${view.event.slug}/programme`;
  const address = (change: Record<string, string | undefined>): string => {
    const all: Record<string, string | undefined> = {
      day: view.filter.day === undefined ? undefined : String(view.day),
      section: view.filter.section,
      language: view.filter.language,
      kind: view.filter.kind,
      q: view.filter.q,
      zone: ctx.zone || undefined,
      ...change,
    };
    const query = new URLSearchParams(
      Object.entries(all).filter((pair): pair is [string, string] => Boolean(pair[1])),
    );
    return query.size > 0 ? `${base}?${query}` : base;
  };
  const shown = view.day === 'all' ? view.days : view.days.filter((day) => day.number === view.day);
  const now = ctx.now().getTime();
  let hasNow = false;
  const days = shown.map((day) => {
    const hours = view.hours.find((one) => one.day === day.number)?.hours ?? [];
    const first = hours[0]?.getTime() ?? 0;
    const last = hours.at(-1)?.getTime() ?? 0;
    const isNow = now >= first && now < last;
    hasNow ||= isNow;
    const timetable: TimetableDay = {
      rooms: view.rooms.map((room) => ({
        title: room.title.text,
        note: shortLanguages(room.langs) || undefined,
      })),
      hours: hours
        .slice(0, -1)
        .map((hour) => ({ start: (hour.getTime() - first) / 60_000, text: when.time(hour) })),
      sessions: view.sessions.filter((one) => one.day === day.number).map((one) => cell(one, when, ctx)),
      zone: when.offset(hours[0] ?? ctx.now()),
      ...(isNow ? { now: { start: Math.floor((now - first) / 60_000), text: when.time(ctx.now()) } } : {}),
    };
    return {
      number: day.number,
      title: dayName.day(calendarDay(day.date)),
      count: day.count,
      html: day.count > 0 ? timetableHtml(timetable) : '',
    };
  });
  return {
    event: view.event,
    hasNow,
    days,
    total: days.reduce((sum, day) => sum + day.count, 0),
    isWhole: view.day === 'all',
    dayNumber: view.day,
    isFiltered: Boolean(view.filter.section ?? view.filter.language ?? view.filter.kind ?? view.filter.q),
    tabs: [
      ...view.days.map((day) => ({
        href: address({ day: String(day.number) }),
        text: dayName.weekday(calendarDay(day.date)),
        note: `${dayName.date(calendarDay(day.date))}, ${day.count}`,
        current: day.number === view.day,
      })),
      ...(view.days.length > 1
        ? [
            {
              href: address({ day: 'all' }),
              text: t('pages.all_days'),
              note: t('pages.all_days_note'),
              current: view.day === 'all',
            },
          ]
        : []),
    ],
    selects: [
      {
        name: 'section',
        label: t('pages.section'),
        value: view.filter.section ?? '',
        options: [
          { value: '', text: t('pages.all_sections') },
          ...view.sections.map((one) => ({ value: one.slug, text: one.title.text })),
        ],
      },
      {
        name: 'language',
        label: t('pages.session_language'),
        value: view.filter.language ?? '',
        options: [
          { value: '', text: t('pages.all_languages') },
          ...view.languages.map((one) => ({ value: one, text: languageNames[one] ?? one })),
        ],
      },
      {
        name: 'kind',
        label: t('pages.kind'),
        value: view.filter.kind ?? '',
        options: [
          { value: '', text: t('pages.all_kinds') },
          ...view.kinds.map((one) => ({ value: one, text: t(`congress.kind_${one}`) })),
        ],
      },
    ],
    q: view.filter.q ?? '',
    base,
    zoneName: when.zone,
    zoneOffset: when.offset(view.sessions[0]?.start ?? ctx.now()),
    isOwnZone,
    eventZoneHref: address({ zone: undefined }),
    zoneHref: `/${lang}/zone?to=${encodeURIComponent(address({}))}`,
    dayChosen: view.filter.day === undefined ? undefined : String(view.day),
    zoneChosen: ctx.zone || undefined,
    release: view.release ? { name: view.release.name, at: when.day(view.release.at) } : undefined,
  };
}

function cell(session: SessionCard, when: When, { lang, t }: Ctx) {
  const state = session.cancelled
    ? ('off' as const)
    : session.state === 'past'
      ? ('past' as const)
      : session.state === 'on'
        ? ('on' as const)
        : undefined;
  return {
    href: `/${lang}/s/${session.id}`,
    title: session.title,
    ...(session.lang === lang || session.lang === 'und' ? {} : { lang: session.lang }),
    room: Math.max(0, session.room),
    start: session.at,
    minutes: session.minutes,
    time: when.time(session.start),
    ...(session.hue ? { theme: session.hue } : {}),
    state,
    people: [
      session.people.join(', '),
      session.interpreted.length > 0 ? `→ ${shortLanguages(session.interpreted)}` : '',
    ]
      .filter(Boolean)
      .join(' '),
    ...(state === 'on'
      ? { note: t('pages.now_note') }
      : state === 'off'
        ? { note: t('pages.cancelled_note') }
        : {}),
  };
}
