import type { Texts } from '../formats/document.ts';
import type { EventKind } from '../shapes.ts';

/** What an event of its kind usually begins with. All of it can be changed or removed afterwards. */
export interface EventTemplate {
  kind: EventKind;
  days: number;
  sections: { slug: string; title: Texts; summary?: Texts; hue: number }[];
  rooms: { slug: string; title: Texts; capacity?: number }[];
  /** On every day, in every room together: one row in the first room. `13:00`, wall-clock. */
  breaks: { start: string; minutes: number; title: Texts }[];
  /** Drafts: nobody sees them before they are read and published. */
  pages: { slug: string; title: Texts; body: Texts }[];
}
