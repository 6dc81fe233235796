import type { Words } from '#server/kernel';

/** A text for the screen with the language it is really in, for the HTML's `lang`. */
export interface Text {
  text: string;
  lang: string;
}

/** Who may see a node. `members` are signed in; `staff` and `nobody` are never shown to readers. */
export type Audience = 'public' | 'members' | 'staff' | 'nobody';

export interface NodeKey {
  kind: string;
  id: string;
}

export interface NodeInput extends NodeKey {
  titles: Words;
  /** Without the language: `/s/4f7k2m`. */
  path: string;
  audience: Audience;
  /** One sentence that proves it happened, by language. */
  proof?: Words;
  /** `2026-10-31`, in the zone of the thing. */
  day?: string;
}

/** `about`: what is spoken of. `part_of`: what it stands in. Always from what came to where it came from. */
export type LinkKind = 'about' | 'part_of';

export interface LinkInput {
  from: NodeKey;
  to: NodeKey;
  kind: LinkKind;
}

export interface TraceItem extends NodeKey {
  title: Text;
  path: string;
  proof?: Text;
  day?: string;
}

export interface Trace {
  /** Where this comes from. */
  from: TraceItem[];
  /** What came of it. */
  came: TraceItem[];
}

export interface ThemeLink {
  id: string;
  slug: string;
  title: Text;
  /** 1 to 20. */
  hue: number;
}

export interface ThemeListItem extends ThemeLink {
  note?: Text;
  /** Public things that hang on it or on a narrower one. */
  count: number;
  narrower: ThemeLink[];
}

export interface Theme extends ThemeLink {
  uri: string;
  note?: Text;
  /** Its name in every language it has one in. */
  labels: { lang: string; text: string; alt: string[] }[];
  broader: ThemeLink[];
  narrower: ThemeLink[];
  related: ThemeLink[];
  /** Everything public that hangs on it, by kind of thing (`session`, `section`…), newest first. */
  things: { kind: string; items: TraceItem[] }[];
}

export interface ThemeInput {
  slug: string;
  uri?: string;
  hue?: number;
  position?: number;
  note?: Words;
  labels: { lang: string; kind: 'pref' | 'alt' | 'hidden'; text: string }[];
  /** Slugs. */
  broader?: string[];
  related?: string[];
}

export interface SkosImport {
  concepts: number;
  created: number;
  updated: number;
  unchanged: number;
}
