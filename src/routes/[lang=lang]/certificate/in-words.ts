import { calendarDay, makeWhen } from '#lib/when/index.ts';
import type { Certificate } from '#server/registration';

/** A certificate with its days written out, for the paper and for the page that verifies it. */
export function inWords(lang: string, certificate: Certificate) {
  const when = makeWhen(lang, 'UTC');
  const say = (day: string): string => when.date(calendarDay(day));
  const [first, last] = certificate.days;
  const year = last.slice(0, 4);
  return {
    ...certificate,
    when: first === last ? `${say(first)} ${year}` : `${say(first)} — ${say(last)} ${year}`,
    madeOn: `${say(certificate.made)} ${certificate.made.slice(0, 4)}`,
  };
}
