import { join } from 'node:path';
import pg from 'pg';
import { findCluster } from '#server/kernel';
import type { RunningSite } from '../support/site.ts';
import { makeVisitor, type Visitor } from './visitor.ts';

export const roles = [
  'guest',
  'member',
  'speaker',
  'moderator',
  'programme_editor',
  'organiser',
  'stranger',
] as const;
/** `stranger` is the organiser of another event, `moderator` moderates all sessions of the demo's. */
export type RoleName = (typeof roles)[number];

export interface Cast {
  people: Record<RoleName, Visitor>;
  /** Slug of the demo's event. */
  event: string;
  close(): void;
}

const pathOf = (link: string): string => new URL(link).pathname;

export function must<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null || value === '') throw new Error(`the net needs ${what}`);
  return value;
}

/** Reads the site's own database: to know ids that no page tells, and to see what a form did. */
export async function withDatabase<T>(data: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(must(findCluster(join(data, 'postgres')), 'a database'));
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Takes up an invitation; the visitor is signed in after it. */
export async function accept(visitor: Visitor, link: string): Promise<void> {
  const answer = await visitor.fill(pathOf(link), {});
  if (answer.status !== 303) throw new Error(`the invitation was not taken: ${answer.status}`);
}

/** An account by its ten words; answers the words. */
export async function joinWithWords(visitor: Visitor, label = ''): Promise<string[]> {
  const shown = await visitor.get('/be/join?words=be');
  const list = must(/<ol class="words"[\s\S]*?<\/ol>/.exec(shown.text)?.[0], 'ten words');
  const words = [...list.matchAll(/<li[^>]*>([^<]+)<\/li>/g)].map(([, word]) => word!);
  const answer = await visitor.fill('/be/join?step=back', {
    typed: words.join(' '),
    ...(label && { label }),
  });
  if (answer.status !== 303)
    throw new Error(`the account was not made: ${answer.status} ${answer.text.slice(0, 300)}`);
  return words;
}

export const eventFields = (slug: string, title: string, more: Record<string, string> = {}) => ({
  'title.be': title,
  slug,
  kind: 'conference',
  status: 'published',
  startsOn: '2026-11-21',
  days: '3',
  zone: 'Europe/Vilnius',
  dayStartsAt: '0',
  'langs[]': ['be', 'en'],
  ...more,
});

/** Sends a form of the desk that must be taken. */
export async function desk(
  visitor: Visitor,
  path: string,
  fields: Record<string, string | string[]>,
  action?: string,
): Promise<string> {
  const answer = await visitor.fill(`/be/desk/${path}`, fields, action);
  if (answer.status !== 303)
    throw new Error(
      `${path} was not taken: ${answer.status} ${/<main[\s\S]*$/
        .exec(answer.text)?.[0]
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' ')
        .slice(0, 400)}`,
    );
  return answer.to;
}

/** A new invitation link of an event's desk. */
export async function inviteLink(
  visitor: Visitor,
  event: string,
  fields: Record<string, string>,
): Promise<string> {
  const answer = await visitor.fill(
    `/be/desk/e/${event}/invitations?place=${fields.place ?? 'event'}`,
    { days: '7', ...fields },
    'invite',
  );
  return must(
    /https?:\/\/[^\s"<]+\/i\/[\w-]+/.exec(answer.text)?.[0],
    `an invitation link (${answer.status})`,
  );
}

/** Somebody of every role, each come by the way people come. Makes the event `other`, published and released later. */
export async function makeCast(site: RunningSite): Promise<Cast> {
  const fresh = (): Visitor => makeVisitor(site.url);
  const people = Object.fromEntries(roles.map((role) => [role, fresh()])) as Record<RoleName, Visitor>;
  await accept(people.organiser, site.organiserLink);
  await accept(people.speaker, site.speakerLink);
  await joinWithWords(people.member);
  const event = must(
    /\/be\/desk\/e\/([\w-]+)/.exec((await people.organiser.get('/be/desk')).text)?.[1],
    'the demo',
  );
  await desk(people.organiser, 'new', eventFields('other', 'Іншая сустрэча'));
  await accept(
    people.programme_editor,
    await inviteLink(people.organiser, event, { role: 'programme_editor' }),
  );
  await accept(people.moderator, await inviteLink(people.organiser, event, { role: 'moderator' }));
  await accept(people.stranger, await inviteLink(people.organiser, 'other', { role: 'organiser' }));
  return { people, event, close: () => roles.forEach((role) => people[role].close()) };
}
