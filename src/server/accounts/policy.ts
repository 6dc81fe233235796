import type { Role } from './places.ts';

const covered: Partial<Record<Role, readonly Role[]>> = {
  organiser: ['programme_editor', 'host'],
};
const gives: Partial<Record<Role, readonly Role[]>> = {
  organiser: [
    'organiser',
    'programme_editor',
    'chair',
    'moderator',
    'speaker',
    'interpreter',
    'captioner',
    'host',
  ],
  programme_editor: ['chair', 'speaker', 'interpreter', 'captioner', 'host'],
};

/** An organiser may do what a programme editor and a host may. Nothing else follows from another role. */
export const covers = (held: Iterable<Role>, asked: readonly Role[]): boolean =>
  [...held].some((role) => asked.includes(role) || covered[role]?.some((other) => asked.includes(other)));

export const mayInvite = (held: Iterable<Role>, role: Role): boolean =>
  [...held].some((one) => gives[one]?.includes(role));

export const mayListInvitations = (held: Iterable<Role>): boolean => [...held].some((one) => one in gives);
