import { asGuid, guidFor } from './derived.ts';
import { pickText, type Link, type ProgrammeDocument } from './document.ts';
import { byRoom, planDays, type Scheduled } from './plan-days.ts';
import { writeMinutes } from './times.ts';
import {
  acronymOf,
  escapeXml,
  numberGiver,
  onceOnly,
  personGuid,
  sessionGuid,
  type WriteOptions,
} from './write-words.ts';

const isWeb = (url: string | undefined): url is string => url !== undefined && /^https?:\/\//.test(url);

/** schedule.xml, valid by the c3voc schema. Sessions without a time have no place in it. */
export function writeFrabXml(document: ProgrammeDocument, options: WriteOptions = {}): string {
  const { lang } = options;
  const lines: string[] = ['<?xml version="1.0" encoding="UTF-8"?>', '<schedule>'];
  const put = (depth: number, name: string, text: string | number | undefined) =>
    lines.push(`${'  '.repeat(depth)}<${name}>${escapeXml(String(text ?? ''))}</${name}>`);
  const { event } = document;

  lines.push('  <generator name="veche"/>');
  put(1, 'version', event.version);
  lines.push('  <conference>');
  put(2, 'title', pickText(event.title, lang));
  put(2, 'acronym', acronymOf(document));
  if (event.start) put(2, 'start', event.start);
  if (event.end) put(2, 'end', event.end);
  if (event.days) put(2, 'days', event.days);
  if (event.slotMinutes) put(2, 'timeslot_duration', writeMinutes(event.slotMinutes));
  if (isWeb(event.baseUrl)) put(2, 'base_url', event.baseUrl);
  if (isWeb(event.url)) put(2, 'url', event.url);
  if (event.zoneSource === 'file' || event.zoneSource === 'option') put(2, 'time_zone_name', event.zone);
  for (const track of document.tracks) {
    const slug = track.slug && /^[a-z][a-z0-9-]+$/.test(track.slug) ? ` slug="${track.slug}"` : '';
    const color = track.color && /^#[0-9a-fA-F]{6}$/.test(track.color) ? ` color="${track.color}"` : '';
    lines.push(`    <track name="${escapeXml(pickText(track.name, lang))}"${color}${slug}/>`);
  }
  lines.push('  </conference>');

  const rooms = new Map(document.rooms.map((room) => [room.key, room]));
  const tracks = new Map(document.tracks.map((track) => [track.key, track]));
  const people = new Map(document.people.map((person) => [person.key, person]));
  const giveNumber = numberGiver();
  const giveCode = onceOnly(/^[0-9A-Z]{6}$/);
  const giveSlug = onceOnly(/^[a-z0-9_]{4,}-[a-z0-9\-_]{4,}$/);

  const putLinks = (list: string, item: string, links: readonly Link[]) => {
    if (!links.length) return;
    lines.push(`        <${list}>`);
    for (const link of links) {
      const type = link.type ? ` type="${escapeXml(link.type)}"` : '';
      const service = link.service && item === 'link' ? ` service="${escapeXml(link.service)}"` : '';
      lines.push(
        `          <${item} href="${escapeXml(link.url)}"${type}${service}>${escapeXml(link.title ?? '')}</${item}>`,
      );
    }
    lines.push(`        </${list}>`);
  };

  const putSession = (session: Scheduled, room: string) => {
    const code = giveCode(session.source.code);
    const id = giveNumber(session.source.id, session.key);
    lines.push(`      <event guid="${sessionGuid(session)}" id="${id}"${code ? ` code="${code}"` : ''}>`);
    const field = (name: string, text: string | undefined) => put(4, name, text);
    field('date', session.start);
    field('start', session.start.slice(11, 16));
    field('duration', writeMinutes(session.minutes));
    field('room', room);
    const slug = giveSlug(session.slug);
    if (slug) field('slug', slug);
    const url = options.sessionUrl?.(session) ?? session.url;
    if (isWeb(url)) field('url', url);
    field('title', pickText(session.title, lang));
    field('subtitle', pickText(session.subtitle, lang));
    const track = session.track ? tracks.get(session.track) : undefined;
    field('track', pickText(track?.name, lang));
    field('type', session.type ?? session.kind);
    field('language', session.languages.join(', '));
    field('abstract', pickText(session.abstract, lang));
    field('description', pickText(session.description, lang));
    if (isWeb(session.logo)) field('logo', session.logo);
    lines.push('        <recording>');
    put(5, 'license', session.license);
    put(5, 'optout', String(session.doNotRecord));
    lines.push('        </recording>', '        <persons>');
    for (const credit of session.people) {
      const person = people.get(credit.key);
      const guid = personGuid(person);
      const number = person?.id && /^-?\d{1,15}$/.test(person.id) ? ` id="${person.id}"` : '';
      lines.push(
        `          <person${number}${guid ? ` guid="${guid}"` : ''}>${escapeXml(credit.name)}</person>`,
      );
    }
    lines.push('        </persons>');
    putLinks('links', 'link', session.links);
    putLinks('attachments', 'attachment', session.attachments);
    if (isWeb(session.feedbackUrl)) field('feedback_url', session.feedbackUrl);
    if (isWeb(session.originUrl)) field('origin_url', session.originUrl);
    lines.push('      </event>');
  };

  const days = planDays(document);
  // The schema knows no day 0.
  const shift = Math.max(0, 1 - Math.min(...days.map((day) => day.index)));
  for (const day of days) {
    lines.push(
      `  <day index="${day.index + shift}" date="${day.date}" start="${day.start}" end="${day.end}">`,
    );
    for (const [key, sessions] of byRoom(document, day.sessions)) {
      const room = rooms.get(key);
      const name = pickText(room?.name, lang);
      const guid = room ? (asGuid(room.guid) ?? guidFor('room', `name:${name}`)) : undefined;
      lines.push(`    <room name="${escapeXml(name)}"${guid ? ` guid="${guid}"` : ''}>`);
      for (const session of sessions) putSession(session, name);
      lines.push('    </room>');
    }
    lines.push('  </day>');
  }
  lines.push('</schedule>', '');
  return lines.join('\n');
}
