import {
  makeCalendar,
  type CalendarComponent,
  type CalendarOptions,
  type CalendarProperty,
} from './calendar.ts';
import type { ProgrammeDocument } from './document.ts';

export type IcsOptions = CalendarOptions;

const escapes: Record<string, string> = { '\\': '\\\\', ';': '\\;', ',': '\\,', '\n': '\\n' };
const escapeText = (text: string): string =>
  text.replace(/\r/g, '').replace(/[\\;,\n]/g, (mark) => escapes[mark]!);

/** Lines of at most 75 octets, never broken inside a letter. */
function fold(line: string): string {
  if (line.length <= 25 || Buffer.byteLength(line) <= 75) return line;
  const parts: string[] = [];
  let from = 0;
  let size = 0;
  for (let at = 0; at < line.length;) {
    const point = line.codePointAt(at)!;
    const bytes = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    if (size + bytes > (parts.length ? 74 : 75)) {
      parts.push(line.slice(from, at));
      from = at;
      size = 0;
    }
    size += bytes;
    at += point > 0xffff ? 2 : 1;
  }
  parts.push(line.slice(from));
  return parts.join('\r\n ');
}

function valueOf(type: string, value: string | number): string {
  if (type === 'text') return escapeText(String(value));
  if (type === 'date-time') return String(value).replace(/[-:]/g, '');
  if (type === 'utc-offset') return String(value).replace(':', '');
  return String(value).replace(/[\r\n]/g, '');
}

function put(lines: string[], [name, properties, components]: CalendarComponent): void {
  lines.push(`BEGIN:${name.toUpperCase()}`);
  for (const [property, parameters, type, ...values] of properties as CalendarProperty[]) {
    const said = Object.entries(parameters).map(
      ([key, value]) =>
        `;${key.toUpperCase()}=${/[:;,]/.test(value) ? `"${value.replaceAll('"', '')}"` : value}`,
    );
    lines.push(
      fold(
        `${property.toUpperCase()}${said.join('')}:${values.map((value) => valueOf(type, value)).join(',')}`,
      ),
    );
  }
  for (const component of components) put(lines, component);
  lines.push(`END:${name.toUpperCase()}`);
}

/** The programme as iCalendar (RFC 5545, 7986). */
export function writeIcs(document: ProgrammeDocument, options: IcsOptions): string {
  const lines: string[] = [];
  put(lines, makeCalendar(document, options));
  return `${lines.join('\r\n')}\r\n`;
}
