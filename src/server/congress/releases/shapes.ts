import type { Words } from '#server/kernel';
import type { ChangeKind } from '#lib/changes/kinds.ts';

export type { ChangeKind };
export type ChangeCounts = Partial<Record<ChangeKind | 'unchanged_slot', number>>;

/** A session as one version shows it. `start` is in milliseconds. */
export interface ChangeSide {
  title: Words;
  start?: number;
  minutes: number;
  room?: { id: string; title: Words };
  langs: string[];
  interpreted?: string[];
  captioned?: string[];
  speakers: { id: string; name: Words }[];
  cancelled?: true;
}

export interface SessionChange {
  /** Id of the session. */
  id: string;
  kinds: ChangeKind[];
  /** Absent when it is new. */
  was?: ChangeSide;
  /** Absent when it is gone. */
  now?: ChangeSide;
}

export interface Difference {
  /** In the order of the newer version; what is gone stands last. */
  changes: SessionChange[];
  counts: ChangeCounts;
}

export interface ReleaseHead {
  number: number;
  name: string;
  kind: 'release' | 'correction';
  at: Date;
  /** How many it holds. */
  sessions: number;
  /** How many it changed; 0 of the first. */
  touched: number;
  counts: ChangeCounts;
  /** Told to the public in numbers only. */
  hushed: boolean;
}
