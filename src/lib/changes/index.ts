import type { ChangeCounts, ChangeSide, SessionChange } from '#server/congress';
import { makeWhen, shortLanguages, type When } from '#lib/when/index.ts';
import { changeKinds, type ChangeKind } from './kinds.ts';

// What changed in a programme, said in words: for the change log, the feed, the desk, and the pages that are open.

type Translate = (key: string, params?: Record<string, unknown>) => string;
type Words = Partial<Record<string, string>>;
export interface Said {
  text: string;
  lang: string;
}

/** One difference of a session: "time 10:30 → 10:45". */
export interface SaidPart {
  kind: ChangeKind;
  label: string;
  was?: string;
  now?: string;
}
export interface SaidChange {
  id: string;
  title: Said;
  /** Its address leads somewhere: it is still in the programme. */
  isThere: boolean;
  parts: SaidPart[];
}

export interface Teller {
  t: Translate;
  lang: string;
  when: When;
}

/** Times in `zone`. */
export const makeTeller = (t: Translate, lang: string, zone: string): Teller => ({
  t,
  lang,
  when: makeWhen(lang, zone),
});

const pick = (words: Words | undefined, lang: string): Said => {
  const found = [lang, ...Object.keys(words ?? {})].find((one) => words?.[one]);
  return found ? { text: words![found]!, lang: found } : { text: '—', lang };
};

export function sayChange(teller: Teller, { id, kinds, was, now }: SessionChange): SaidChange {
  return {
    id,
    title: pick((now ?? was)?.title, teller.lang),
    isThere: now !== undefined,
    parts: kinds.map((kind) => ({
      kind,
      label: teller.t(`changes.kind.${kind}`),
      ...between(teller, kind, was, now),
    })),
  };
}

function between(
  teller: Teller,
  kind: ChangeKind,
  was: ChangeSide | undefined,
  now: ChangeSide | undefined,
): { was?: string; now?: string } {
  const { lang, t } = teller;
  switch (kind) {
    case 'added':
    case 'restored':
      return { ...(now && { now: whereabouts(teller, now) }) };
    case 'removed':
    case 'cancelled':
      return { ...(was && { was: whereabouts(teller, was) }) };
    case 'moved_time':
      return { ...(was && { was: moment(teller, was, now) }), ...(now && { now: moment(teller, now, was) }) };
    case 'duration_changed':
      return both(was, now, (side) => t('changes.minutes', { count: side.minutes }));
    case 'moved_room':
      return both(was, now, (side) => roomOf(teller, side));
    case 'retitled':
      return both(was, undefined, (side) => pick(side.title, lang).text);
    case 'speakers_changed':
      return both(
        was,
        now,
        (side) => side.speakers.map((one) => pick(one.name, lang).text).join(', ') || t('changes.nobody'),
      );
    case 'languages_changed':
      return both(was, now, (side) => languagesOf(t, side));
    case 'details_changed':
      return {};
  }
}

const both = (
  was: ChangeSide | undefined,
  now: ChangeSide | undefined,
  say: (side: ChangeSide) => string,
): { was?: string; now?: string } => ({ ...(was && { was: say(was) }), ...(now && { now: say(now) }) });

const roomOf = ({ t, lang }: Teller, { room }: ChangeSide): string =>
  room ? pick(room.title, lang).text : t('changes.no_room');

function languagesOf(t: Translate, { langs, interpreted = [], captioned = [] }: ChangeSide): string {
  const said = [shortLanguages(langs) || '—'];
  if (interpreted.length > 0) said.push(t('changes.interpreted', { langs: shortLanguages(interpreted) }));
  if (captioned.length > 0) said.push(t('changes.captioned', { langs: shortLanguages(captioned) }));
  return said.join(', ');
}

/** With its day, unless both stand on one. */
function moment({ t, when }: Teller, { start }: ChangeSide, other: ChangeSide | undefined): string {
  if (start === undefined) return t('changes.no_time');
  const at = new Date(start);
  const isSameDay = other?.start !== undefined && when.key(at) === when.key(new Date(other.start));
  return isSameDay ? when.time(at) : `${when.date(at)}, ${when.time(at)}`;
}

function whereabouts(teller: Teller, side: ChangeSide): string {
  const time = moment(teller, side, undefined);
  return side.room ? `${time}, ${roomOf(teller, side)}` : time;
}

/** A part in one line of plain text. */
export const partText = ({ label, was, now }: SaidPart): string =>
  was === undefined && now === undefined
    ? label
    : `${label}: ${[was, now].filter((one) => one !== undefined).join(' → ')}`;

/** A change in one line of plain text, without its title. */
export const changeText = ({ parts }: SaidChange): string => parts.map(partText).join('; ');

/** How many of each kind, in words, without those there are none of. */
export const sayCounts = (t: Translate, counts: ChangeCounts): { kind: ChangeKind; text: string }[] =>
  changeKinds.flatMap((kind) =>
    counts[kind] ? { kind, text: t(`changes.count.${kind}`, { count: counts[kind] }) } : [],
  );

/** How a version is called: a release by its name, a correction by what it is. */
export const versionName = (t: Translate, version: { kind: string; name: string }): string =>
  version.kind === 'correction' ? t('changes.correction') : t('changes.version', { name: version.name });

/** What the newest version changed, in a sentence or two: said on pages that are open. `own`: of one session only. */
export function sayNews(
  teller: Teller,
  { touched, changes }: { touched: number; changes: readonly SessionChange[] },
  own?: string,
): string {
  const mine = own === undefined ? changes : changes.filter((change) => change.id === own);
  if (mine.length === 0) return own === undefined ? teller.t('changes.now_changed') : '';
  if (own === undefined && touched > 2) return teller.t('changes.now_many', { count: touched });
  return mine
    .map((change) => {
      const said = sayChange(teller, change);
      return own === undefined ? `${said.title.text}: ${changeText(said)}` : changeText(said);
    })
    .join('. ');
}
