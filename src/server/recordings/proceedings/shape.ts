/** Words as they were written, with their language where it is known. */
export interface Words {
  text: string;
  lang: string;
}

export interface Piece {
  text: string;
  /** https or http. */
  href?: string;
  look?: 'strong' | 'em' | 'code';
}
/** A paragraph of a long text. Nothing stands inside anything: however deep a text was nested, this is flat. */
export interface Block {
  kind: 'p' | 'head' | 'item' | 'quote' | 'code';
  pieces: Piece[];
}
export interface LongText {
  lang: string;
  blocks: Block[];
  /** Only how it begins. */
  isCut: boolean;
}

/** Addresses are paths of this site, or whole ones elsewhere. */
export interface Linked extends Words {
  href?: string;
}

export interface Paragraph {
  /** From the start of the session. */
  second: number;
  mark: string;
  href: string;
  text: string;
}

export interface Vote {
  id: string;
  question: Words;
  /** Who voted, of how many, with which quorum: whole sentences. */
  facts: string;
  rows: { option: Words; said: string }[];
}

export interface SessionProceedings {
  id: string;
  href: string;
  title: Words;
  subtitle?: Words;
  facts: { name: string; values: Linked[] }[];
  notes: string[];
  texts: LongText[];
  spoken: { mark: string; href?: string; name: string; note: string }[];
  said?: { lang: string; language: string; lines: number; paragraphs: Paragraph[] };
  /** In other languages, or all of it where there is too much for one document: where it is read. */
  saidElsewhere: Linked[];
  questions: { id: string; text: string; about: string; answer?: string }[];
  votes: Vote[];
  shares: { title: string; rows: { name: string; time: string; percent: number; speeches: number }[] }[];
  slides: { page: number; href: string; words: string }[];
  links: Linked[];
  recordings: Linked[];
  from: (Linked & { kind: string; note?: string })[];
  came: (Linked & { kind: string; note?: string })[];
}

/** All there is to say of a session, or of a section with its sessions, in the reader's language: page and PDF are drawn from it. */
export interface Proceedings {
  lang: string;
  of: 'session' | 'section';
  title: Words;
  event: Linked;
  /** Name of the release it rests on, and its day. */
  release: string;
  /** When that was: the only time that is in the file. */
  at: Date | undefined;
  /** The path of its page, without `.pdf`. */
  path: string;
  summary?: LongText;
  /** In the place of sessions, where there is none yet. */
  note?: string;
  sessions: SessionProceedings[];
}

/** What one document may hold; beyond `lines`, what was said is left to its own pages. */
export const bounds = {
  sessions: 150,
  /** Of one language, of all sessions together. */
  lines: 15_000,
  /** Letters of an abstract or a description. */
  letters: 20_000,
  questions: 300,
};
