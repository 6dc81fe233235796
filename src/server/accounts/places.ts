import { z } from 'zod';

export const placeKinds = ['installation', 'event', 'section', 'session'] as const;
export type PlaceKind = (typeof placeKinds)[number];

/** Where a role holds or a persona is seen. A chain of places goes from the inmost outwards: session, section, event. */
export interface Place {
  kind: PlaceKind;
  id: string;
}

/** The place around all places; every chain ends in it without saying so. */
export const installation: Place = { kind: 'installation', id: 'installation' };

export const roles = [
  'organiser',
  'programme_editor',
  'chair',
  'moderator',
  'speaker',
  'interpreter',
  'captioner',
  'host',
] as const;
export type Role = (typeof roles)[number];
export const roleSchema = z.enum(roles);

/** The chain with the installation at its end, once. */
export const whole = (chain: readonly Place[]): Place[] => [
  ...chain.filter((place) => place.kind !== 'installation'),
  installation,
];
