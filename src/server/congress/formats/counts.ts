import { countClashes } from './clashes.ts';
import type { ProgrammeDocument } from './document.ts';

export type ProgrammeCounts = {
  events: number;
  rooms: number;
  tracks: number;
  speakers: number;
  clashes: { room: number; speaker: number };
};

/** The figures an import is answered with. */
export const countProgramme = (document: ProgrammeDocument): ProgrammeCounts => ({
  events: document.sessions.length,
  rooms: document.rooms.length,
  tracks: document.tracks.length,
  speakers: document.people.length,
  clashes: countClashes(document.sessions),
});
