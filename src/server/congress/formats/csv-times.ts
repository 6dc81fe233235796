import { isRealDate } from './times.ts';

/** In which order a date stands: year first, day first, month first. */
export const dateOrders = ['ymd', 'dmy', 'mdy'] as const;
export type DateOrder = (typeof dateOrders)[number];

const split = /^\D{0,12}?(\d{1,4})[./\s-](\d{1,2})[./\s-](\d{2,4})(?!\d)/;

/** The order most dates of a column can only have; day first where they say nothing, as in Europe. */
export function guessOrder(cells: Iterable<string>): { order: DateOrder; isSure: boolean } {
  const votes = { ymd: 0, dmy: 0, mdy: 0 };
  for (const cell of cells) {
    const found = split.exec(cell.trim());
    if (!found) continue;
    const [, a, b] = found as unknown as [string, string, string];
    if (a.length === 4) votes.ymd += 1;
    else if (Number(a) > 12) votes.dmy += 1;
    else if (Number(b) > 12) votes.mdy += 1;
    else if (cell.includes('.')) votes.dmy += 0.01;
  }
  const [order, most] = (Object.entries(votes) as [DateOrder, number][]).sort((x, y) => y[1] - x[1])[0]!;
  return most > 0 ? { order, isSure: true } : { order: 'dmy', isSure: false };
}

/** Days since 1899-12-30, as spreadsheets count them; the part of a day is its time. */
function fromSerial(text: string): { date: string; time?: string } | undefined {
  if (!/^\d{5}([.,]\d+)?$/.test(text)) return undefined;
  const days = Number(text.replace(',', '.'));
  if (days < 30_000 || days > 80_000) return undefined;
  const at = new Date(Math.round((days - 25_569) * 1440) * 60_000).toISOString();
  return { date: at.slice(0, 10), ...(days % 1 ? { time: at.slice(11, 19) } : {}) };
}

/** YYYY-MM-DD; undefined when it is no date, or not in this order. */
export function readDate(text: string, order: DateOrder): string | undefined {
  const serial = fromSerial(text.trim());
  if (serial) return serial.date;
  const found = split.exec(text.trim());
  if (!found) return undefined;
  const [, a, b, c] = found as unknown as [string, string, string, string];
  const [year, month, day] = a.length === 4 ? [a, b, c] : order === 'mdy' ? [c, a, b] : [c, b, a];
  const full = year.length === 2 ? `20${year}` : year;
  const date = `${full}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return full.length === 4 && isRealDate(date) ? date : undefined;
}

/** HH:MM:SS of 10:00, 10.00, 10-00, 10h30, 9:30 pm, 10 гадз; undefined when there is none, 'absurd' for 25:10. */
export function readTime(text: string): string | 'absurd' | undefined {
  const found =
    /(?:^|[\sT])(\d{1,2})\s{0,9}(?:[:.h-]\s{0,9}(\d{2})(?::(\d{2}))?|(?=[ap]\.?m))\s{0,9}([ap]\.?m\.?)?/i.exec(
      text.trim(),
    );
  if (!found) {
    const part = /^0[.,]\d+$/.exec(text.trim());
    if (!part) return undefined;
    const minutes = Math.round(Number(part[0].replace(',', '.')) * 1440);
    return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}:00`;
  }
  let hour = Number(found[1]);
  const half = found[4]?.toLowerCase();
  if (half && (hour < 1 || hour > 12)) return 'absurd';
  if (half?.startsWith('p') && hour < 12) hour += 12;
  if (half?.startsWith('a') && hour === 12) hour = 0;
  if (hour > 23 || Number(found[2] ?? 0) > 59 || Number(found[3] ?? 0) > 59) return 'absurd';
  return `${String(hour).padStart(2, '0')}:${found[2] ?? '00'}:${found[3] ?? '00'}`;
}

/** Date and time in one cell, with the offset when there is one. */
export function readMoment(
  text: string,
  order: DateOrder,
): { date?: string; time?: string | 'absurd'; offset?: string } {
  const clean = text.trim();
  const serial = fromSerial(clean);
  if (serial) return serial;
  const date = readDate(clean, order);
  const rest = date === undefined ? clean : clean.replace(split, ' ');
  const time = readTime(rest.replace(/^[\s,T]+/, ''));
  const offset = /\d(Z|[+-]\d{2}:?\d{2})$/.exec(clean)?.[1];
  return {
    ...(date === undefined ? {} : { date }),
    ...(time === undefined ? {} : { time }),
    ...(offset && time !== undefined ? { offset } : {}),
  };
}
