/** What sheet.css knows: letters in points, columns side by side. */
const sizes = [
  { name: 'large', points: 10.5, columns: 2 },
  { name: 'middle', points: 8.6, columns: 3 },
  { name: 'small', points: 7, columns: 3 },
  { name: 'tiny', points: 5.6, columns: 4 },
  { name: 'least', points: 4.9, columns: 5 },
] as const;

// A4 without its margins, and without the heading of the day.
const paper = { width: 194 * 2.835, height: 264 * 2.835 };
const gap = 4.5 * 2.835;

interface Line {
  title: string;
  room: string;
  people: string;
}

/** The largest letters in which a day fits one sheet, else two; the least there are when it fits neither. */
export function sheetSize(hours: readonly { lines: readonly Line[] }[]): string {
  for (const sheets of [1, 2])
    for (const { name, points, columns } of sizes) {
      // One sheet is not worth letters that nobody reads.
      if (sheets === 1 && points < 7) break;
      const width = (paper.width - (columns - 1) * gap) / columns - 3.1 * points;
      // Golos and Literata, Cyrillic: a letter is a little over half its size wide; lines break at words.
      const rows = (text: string): number => Math.ceil((text.length * 0.53 * points) / width);
      const height = hours.reduce(
        (sum, { lines }) =>
          sum +
          2.1 * points +
          lines.reduce(
            (all, { title, room, people }) =>
              all +
              points *
                (1.25 * (points < 6 ? Math.min(2, rows(title)) : rows(title)) +
                  1.15 * (points < 6 ? 1 : rows(`${room} · ${people}`)) +
                  0.3),
            0,
          ),
        0,
      );
      if (height < sheets * columns * paper.height * 0.92) return name;
    }
  return 'least';
}
