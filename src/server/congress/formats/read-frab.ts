import type { ProgrammeDocument } from './document.ts';
import { assemble } from './assemble.ts';
import type { FoundDay, FoundLink, FoundPerson, FoundTrack } from './found.ts';
import type { Notes } from './notes.ts';
import { childOf, childrenOf, type XmlNode } from './xml.ts';

/** frab / Pentabarf schedule.xml: day → room → event, whatever the order and whichever elements are there. */
export function readFrab(
  root: XmlNode,
  source: string,
  notes: Notes,
  options: { zone?: string; name?: string },
): ProgrammeDocument {
  /** Own text; where elements stand inside (HTML written plainly), the source itself. */
  const textOf = (node: XmlNode | undefined): string | undefined =>
    node && (node.children.length ? source.slice(node.from, node.to) : node.text);
  const text = (node: XmlNode | undefined, name: string) => textOf(childOf(node, name));

  const conference = childOf(root, 'conference');
  const change = text(conference, 'day_change');
  const days = Number(text(conference, 'days'));
  const programme = assemble(
    {
      title: text(conference, 'title'),
      acronym: text(conference, 'acronym'),
      zone: text(conference, 'time_zone_name')?.trim(),
      start: text(conference, 'start'),
      end: text(conference, 'end'),
      days: Number.isInteger(days) ? days : undefined,
      url: text(conference, 'url'),
      baseUrl: text(conference, 'base_url'),
      version: text(root, 'version') ?? text(conference, 'release'),
      slot: text(conference, 'timeslot_duration'),
    },
    notes,
    options,
  );

  const trackOf = (node: XmlNode): FoundTrack => ({
    name: node.attributes.name ?? textOf(node),
    slug: node.attributes.slug,
    color: node.attributes.color,
  });
  for (const list of [conference, childOf(root, 'tracks'), childOf(conference, 'tracks')]) {
    for (const node of childrenOf(list, 'track')) programme.track(trackOf(node));
  }

  const personOf = (node: XmlNode): FoundPerson => ({
    // The child <code> of old pretalx is no identity: one id stands there under several codes and the other way round.
    name: text(node, 'public_name') ?? text(node, 'name') ?? (node.children.length ? '' : node.text),
    guid: node.attributes.guid,
    code: node.attributes.code,
    id: node.attributes.id,
    biography: text(node, 'biography'),
    url: text(node, 'url'),
  });
  const linkOf = (node: XmlNode): FoundLink => ({
    url: node.attributes.href ?? node.text,
    title: node.text,
    type: node.attributes.type,
    service: node.attributes.service,
  });
  const isYes = (value: string | undefined) => /^(true|1|yes)$/i.test(value?.trim() ?? '');

  childrenOf(root, 'day').forEach((dayNode, position) => {
    const index = Number(dayNode.attributes.index);
    const day: FoundDay = {
      index: Number.isInteger(index) && index > 0 && index < 10_000 ? index : position + 1,
      date: dayNode.attributes.date,
      start: dayNode.attributes.start,
      end: dayNode.attributes.end,
      change,
    };
    day.index = programme.day(day);
    for (const roomNode of childrenOf(dayNode, 'room')) {
      const grid = roomNode.attributes.name ?? '';
      const events = childrenOf(roomNode, 'event');
      if (!events.length) continue;
      if (!roomNode.attributes.guid) notes.note('room_without_guid', () => `day ${day.index} / ${grid}`);
      for (const node of events) {
        const where = () =>
          `day ${day.index} / ${grid} / event ${node.attributes.id ?? node.attributes.guid ?? '?'}`;
        const said = text(node, 'room')?.trim();
        if (said && grid && said !== grid.trim()) notes.note('room_differs_from_grid', where);
        const trackNode = childOf(node, 'track');
        const recording = childOf(node, 'recording');
        programme.session(
          {
            guid: node.attributes.guid,
            code: node.attributes.code,
            id: node.attributes.id,
            title: text(node, 'title'),
            subtitle: text(node, 'subtitle'),
            abstract: text(node, 'abstract'),
            description: text(node, 'description'),
            date: text(node, 'date'),
            clock: text(node, 'start'),
            end: text(node, 'end'),
            duration: text(node, 'duration'),
            day,
            room: {
              name: said || grid,
              guid: !said || said === grid.trim() ? roomNode.attributes.guid : undefined,
            },
            track: trackNode ? trackOf(trackNode) : undefined,
            people: childrenOf(childOf(node, 'persons'), 'person').map(personOf),
            language: text(node, 'language'),
            type: text(node, 'type'),
            links: childrenOf(childOf(node, 'links'), 'link').map(linkOf),
            attachments: childrenOf(childOf(node, 'attachments'), 'attachment').map(linkOf),
            doNotRecord: isYes(text(recording, 'optout')),
            license: text(recording, 'license'),
            url: text(node, 'url') ?? text(node, 'full_conf_url') ?? text(node, 'conf_url'),
            feedbackUrl: text(node, 'feedback_url'),
            originUrl: text(node, 'origin_url'),
            logo: text(node, 'logo'),
            slug: text(node, 'slug'),
          },
          where,
        );
      }
    }
  });
  return programme.finish();
}
