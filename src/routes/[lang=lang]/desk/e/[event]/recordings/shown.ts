import type { Lang, Translate } from '#server/kernel';
import type { DeskRecording } from '#server/recordings';
import { dayIn } from '#lib/recordings/played.ts';

export { dayIn };

/** `640 MB`, `12.4 GB`: as a person says it. */
export function sizeIn(lang: Lang, bytes: number): string {
  const [value, unit] = bytes >= 1e9 ? [bytes / 1e9, 'gigabyte'] : [bytes / 1e6, 'megabyte'];
  const digits = value < 10 ? 1 : 0;
  return new Intl.NumberFormat(lang, { style: 'unit', unit, maximumFractionDigits: digits }).format(value);
}

export const minutesIn = (t: Translate, seconds: number): string =>
  t('archive.minutes', { count: Math.max(1, Math.round(seconds / 60)) });

/** Who sees it, and how far it is made: each with the look of its state. */
export function standingOf(t: Translate, lang: Lang, one: DeskRecording) {
  const waits = one.isArchived ? (one.isWanted ? 'held_wanted' : 'held') : 'held_consent';
  const who = one.state === 'held' ? waits : one.state;
  const raw = one.isArchived ? 'raw' : 'raw_live';
  const made = one.made === 'raw' ? raw : one.made;
  return {
    who: {
      text: t(`archive.is.${who}`),
      state: one.state === 'published' ? ('full' as const) : ('wait' as const),
    },
    made: {
      text: t(`archive.made.${made}`, { percent: one.progress }),
      state:
        one.made === 'polished'
          ? ('full' as const)
          : one.made === 'failed'
            ? ('stop' as const)
            : ('wait' as const),
    },
    fault: !one.fault
      ? ''
      : one.fault.includes('.')
        ? t(one.fault)
        : t('recordings.made_failed', { why: t(`recordings.fault.${one.fault}`) }),
    goes: one.goesOn ? t('archive.erased_on', { day: dayIn(lang, one.goesOn) }) : '',
    canRetry: Boolean(one.fault),
  };
}
