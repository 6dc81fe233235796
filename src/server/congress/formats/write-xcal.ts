import { makeCalendar, type CalendarComponent, type CalendarOptions } from './calendar.ts';
import type { ProgrammeDocument } from './document.ts';
import { escapeXml } from './write-words.ts';

function put(lines: string[], depth: number, [name, properties, components]: CalendarComponent): void {
  const space = ' '.repeat(depth);
  lines.push(`${space}<${name}>`, `${space} <properties>`);
  for (const [property, parameters, type, ...values] of properties) {
    const said = Object.entries(parameters).map(
      ([key, value]) => `<${key}><text>${escapeXml(value)}</text></${key}>`,
    );
    const told = said.length ? `<parameters>${said.join('')}</parameters>` : '';
    const written = values.map((value) => `<${type}>${escapeXml(String(value))}</${type}>`).join('');
    lines.push(`${space}  <${property}>${told}${written}</${property}>`);
  }
  lines.push(`${space} </properties>`);
  if (components.length) {
    lines.push(`${space} <components>`);
    for (const component of components) put(lines, depth + 2, component);
    lines.push(`${space} </components>`);
  }
  lines.push(`${space}</${name}>`);
}

/** The programme as xCal (RFC 6321). */
export function writeXcal(document: ProgrammeDocument, options: CalendarOptions): string {
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<icalendar xmlns="urn:ietf:params:xml:ns:icalendar-2.0">',
  ];
  put(lines, 1, makeCalendar(document, options));
  lines.push('</icalendar>', '');
  return lines.join('\n');
}
