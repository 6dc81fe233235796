/** What may happen to a session from one version to the next, in the order in which it is told. */
export const changeKinds = [
  'added',
  'removed',
  'cancelled',
  'restored',
  'moved_time',
  'duration_changed',
  'moved_room',
  'retitled',
  'speakers_changed',
  'languages_changed',
  'details_changed',
] as const;
export type ChangeKind = (typeof changeKinds)[number];
