import { clockText, type Share } from '#lib/floor/index.ts';
import { saidAddress } from '#lib/live/said-address.ts';
import { timeMark } from '#lib/live/time-mark.ts';
import { languageNames, makeWhen } from '#lib/when/index.ts';
import type * as congress from '#server/congress';
import type { Ctx } from '#server/kernel';
import * as live from '#server/live';
import { namesToShow } from '../consent/rows.ts';
import { findRecordingOf } from '../recordings.ts';
import { isSafeLink, toBlocks } from './blocks.ts';
import { bounds, type Linked, type Paragraph, type SessionProceedings } from './shape.ts';
import { traceOf } from './trace.ts';
import { votesOf } from './votes.ts';

const nameOf = (lang: string): string => languageNames[lang] ?? lang;

/** What a session leaves, of one that is over and that the caller has seen to be public; `lines`: as much of what was said as there is room for. */
export async function ofSession(
  ctx: Ctx,
  session: congress.SessionView,
  lines: number,
): Promise<SessionProceedings> {
  const { id } = session;
  const here = `/${ctx.lang}/s/${id}`;
  return {
    id,
    href: here,
    title: session.title,
    ...(session.subtitle && { subtitle: session.subtitle }),
    facts: factsOf(ctx, session, await namesToShow(ctx, id)),
    notes: [...(session.cancelled ? [ctx.t('pages.session_cancelled')] : [])],
    texts: [session.abstract, session.description].flatMap((text) => (text?.html ? [toBlocks(text)] : [])),
    ...(await heardOf(ctx, id)),
    ...(await saidIn(ctx, id, here, lines)),
    questions: (await live.shownQuestions(ctx, id, bounds.questions)).map((question) => ({
      id: question.id,
      text: question.text,
      about: [
        question.signedAs ?? ctx.t('live.unsigned'),
        ...(question.state === 'answered' ? [ctx.t('live.answered')] : []),
        ...(question.votes ? [ctx.t('questions.votes', { count: String(question.votes) })] : []),
      ].join(', '),
      ...(question.answer && { answer: question.answer }),
    })),
    votes: await votesOf(ctx, id),
    shares: sharesOf(ctx, (await live.getFloor(ctx, id)).shares),
    slides: (await live.keptSlides(ctx, id)).map(({ page, name, text }) => ({
      page,
      href: `/slide/${name}.webp`,
      words: text.split('\n', 1)[0]!.slice(0, 120),
    })),
    links: linksOf(ctx, session),
    ...(await traceOf(ctx, id)),
  };
}

function factsOf(
  { t, lang }: Ctx,
  session: congress.SessionView,
  isNamed: (name: string) => boolean,
): SessionProceedings['facts'] {
  const { start, end, room, section } = session;
  const when = makeWhen(lang, session.event.zone);
  const plain = (text: string): Linked => ({ text, lang });
  const all: [string, Linked[]][] = [
    [
      'pages.when',
      start && end ? [plain(`${when.day(start)}, ${when.span(start, end)} ${when.offset(start)}`)] : [],
    ],
    ['pages.room', room ? [room.title] : []],
    ['pages.kind', [plain(t(`congress.kind_${session.kind}`))]],
    [
      'pages.section',
      section
        ? [{ ...section.title, href: `/${lang}/e/${session.event.slug}/sections/${section.slug}` }]
        : [],
    ],
    [
      'pages.speak_here',
      session.speakers
        .filter(({ name }) => isNamed(name.text))
        .map(({ id, name }) => ({ ...name, href: `/${lang}/p/${id}` })),
    ],
    ['pages.spoken', session.langs.map((one) => plain(nameOf(one)))],
    ['languages.interpreted_into', session.interpreted.map((one) => plain(nameOf(one)))],
    ['pages.theme', session.themes.map(({ slug, title }) => ({ ...title, href: `/${lang}/t/${slug}` }))],
  ];
  return all.flatMap(([name, values]) => (values.length > 0 ? [{ name: t(name), values }] : []));
}

/**
 * Statements with their second: chapters of the published recording, which counts from its own start; and those that were sent
 * as a recording, of who wants that known.
 */
async function heardOf(ctx: Ctx, id: string): Promise<Pick<SessionProceedings, 'spoken' | 'recordings'>> {
  const found = await findRecordingOf(ctx, id);
  const recording = found?.state === 'published' ? found.recording : undefined;
  const href = `/${ctx.lang}${recording?.path}`;
  const chapters = (recording?.chapters ?? []).map(({ second, title }) => ({
    mark: timeMark(second),
    href: `${href}#t=${second}`,
    name: title,
    note: ctx.t('proceedings.in_recording'),
  }));
  const played = (await live.listPlayed(ctx, id)).map(({ second, seconds, name }) => ({
    mark: timeMark(second),
    name,
    note: `${ctx.t('left.kind_statement')}, ${ctx.t('left.long', { minutes: Math.max(1, Math.round(seconds / 60)) })}`,
  }));
  return {
    spoken: [...chapters, ...played],
    recordings: recording
      ? [
          {
            text: `${recording.title.text} (${timeMark(recording.seconds)})`,
            lang: recording.title.lang,
            href,
          },
        ]
      : [],
  };
}

/** In the reader's language, or the one most was written in. */
async function saidIn(
  ctx: Ctx,
  id: string,
  here: string,
  room: number,
): Promise<Pick<SessionProceedings, 'said' | 'saidElsewhere'>> {
  const languages = await live.listSaid(ctx, id);
  const own =
    languages.find(({ lang }) => lang === ctx.lang) ?? languages.toSorted((a, b) => b.lines - a.lines)[0];
  const shown = own && own.lines <= room ? own : undefined;
  const saidElsewhere = languages
    .filter((one) => one !== shown)
    .map(({ lang }) => ({
      text: ctx.t('left.said_all', { language: nameOf(lang) }),
      lang: ctx.lang,
      href: `${here}/said/${lang}`,
    }));
  if (!shown) return { saidElsewhere };
  const { lang } = shown;
  const paragraphs: Paragraph[] = [];
  for (let [part, parts] = [1, 1]; part <= parts; part += 1) {
    const said = await live.getSaid(ctx, id, lang, part);
    parts = said.parts;
    for (const { second, lines } of said.paragraphs)
      paragraphs.push({
        second,
        mark: timeMark(second),
        href: saidAddress(here, lang, second),
        text: lines.map(({ text }) => text).join(' '),
      });
  }
  return { said: { lang, language: nameOf(lang), lines: shown.lines, paragraphs }, saidElsewhere };
}

function sharesOf(
  { t }: Ctx,
  { kinds, groups, people }: live.FloorView['shares'],
): SessionProceedings['shares'] {
  const tables: [string, readonly Share[], (of: string | undefined) => string][] = [
    ['groups', groups.some(({ of }) => of) ? groups : [], (of) => of ?? t('floor.shares.no_group')],
    ['kinds', kinds, (of) => t(`floor.kind.${of}`)],
    ['people', people, (of) => of ?? t('floor.shares.no_name')],
  ];
  return tables
    .filter(([, shares]) => shares.length > 0)
    .map(([name, shares, label]) => ({
      title: t(`floor.shares.${name}`),
      rows: shares.map(({ of, ms, percent, speeches }) => ({
        name: label(of),
        time: clockText(ms),
        percent,
        speeches,
      })),
    }));
}

const linksOf = ({ lang }: Ctx, session: congress.SessionView): Linked[] =>
  [
    ...session.links.map(({ title, url }) => ({ text: title, href: url })),
    ...session.materials.map(({ id, title, url }) => ({ text: title, href: url ?? `/material/${id}` })),
  ]
    .filter(({ href }) => isSafeLink(href) || href.startsWith('/'))
    .map((link) => ({ ...link, lang }));
