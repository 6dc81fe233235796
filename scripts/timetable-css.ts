/** Writes the position classes at the end of src/lib/ui/css/programme.css; run after a change of their ranges. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('../src/lib/ui/css/programme.css', import.meta.url));
const MARK = '/* positions, written by scripts/timetable-css.ts */\n';
const each = (numbers: number[], line: (n: number) => string): string => numbers.map(line).join('\n');
const rule = (selector: string, line: string): string => `    ${selector} {\n      ${line};\n    }`;
const upTo = (from: number, to: number, by = 1): number[] =>
  Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, i) => from + i * by);

const hand = (await readFile(file, 'utf8')).split(MARK)[0] ?? '';
const made =
  '@layer pages {\n  @media (width >= 68rem) {\n' +
  each(upTo(1, 12), (n) => rule(`.r${n}`, `--rooms: ${n}`)) +
  '\n' +
  each(upTo(2, 13), (n) => rule(`.grid .c${n}`, `grid-column: ${n}`)) +
  '\n' +
  each(upTo(1, 27), (n) => rule(`.a${n}`, `--a: ${n * 12 + 1}`)) +
  '\n' +
  each(upTo(1, 11), (n) => rule(`.b${n}`, `--b: ${n}`)) +
  '\n' +
  each([...upTo(1, 24), ...upTo(27, 36, 3), ...upTo(48, 144, 12)], (n) => rule(`.n${n}`, `--n: ${n}`)) +
  '\n  }\n}\n';
await writeFile(file, hand + MARK + made);
