/** Of one upload, whether one PDF or many pictures. */
export const fileLimit = 50 * 1024 * 1024;

/** What one deck may take to draw before whoever draws it is ended. */
export interface DrawLimits {
  pages: number;
  /** Of a side, in pixels; what is larger is made smaller. */
  side: number;
  smallSide: number;
  /** Of a picture that was sent, before it is made smaller. */
  pixels: number;
  /** Characters of text kept of a page. */
  letters: number;
  /** Of the reader of PDF, in bytes; and of its whole process. */
  readerBytes: number;
  processBytes: number;
  /** All pictures of a deck together. */
  outBytes: number;
  pageMs: number;
  deckMs: number;
}

export const drawLimits: DrawLimits = {
  pages: 300,
  side: 1600,
  smallSide: 640,
  pixels: 40_000_000,
  letters: 4000,
  readerBytes: 320 * 1024 * 1024,
  processBytes: 800 * 1024 * 1024,
  outBytes: 80 * 1024 * 1024,
  pageMs: 30_000,
  deckMs: 240_000,
};

/** How many decks a session may have. */
export const mostDecks = 12;

/** Why a deck could not be drawn; each has its sentence `slides.fault.<name>`. Exit codes of the drawing process. */
export const faults = { odd: 2, pages: 3, locked: 4, heavy: 5, slow: 6, empty: 7 } as const;
export type Fault = keyof typeof faults;

/** Known by their first bytes and never by their name. */
export function kindOf(bytes: Uint8Array): 'pdf' | 'picture' | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(32, bytes.byteLength));
  const text = head.toString('latin1');
  if (text.startsWith('%PDF-')) return 'pdf';
  const isPicture =
    (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) ||
    text.startsWith('\x89PNG\r\n\x1a\n') ||
    (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP');
  return isPicture ? 'picture' : undefined;
}
