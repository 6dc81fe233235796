/** What somebody of the crew does in a session. */
export const crewRoles = ['interpreter', 'captioner', 'host', 'chair', 'moderator'] as const;
export type CrewWork = (typeof crewRoles)[number];
