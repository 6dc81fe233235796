/** What the site tells the bot first; nothing of it stands in arguments or the environment. */
export interface Order {
  /** Of the engine: ws:// or wss://. */
  url: string;
  token: string;
  ffmpeg: string;
  /** Of this epoch; the bot makes it. */
  folder: string;
  epoch: number;
  /** Zero of the take's time, in milliseconds since 1970. */
  startedAt: number;
  isKept: boolean;
  /** Of the sign that is shown where nobody's picture is. */
  seed: string;
  news: News;
}

/** What may change while it runs. */
export interface News {
  /** Of the open booths. */
  langs: string[];
  /** Somebody watches, or it is kept. */
  picture: boolean;
  /** Identities of whom no voice of their own may be kept. */
  without: string[];
  slide: string | null;
  /** Who has the floor by the list of speakers. */
  speaker: string | null;
}

/** To the bot. */
export type ToBot =
  | { type: 'begin'; order: Order }
  | { type: 'news'; news: News }
  /** The answer to `ticket`. */
  | { type: 'ticket'; url: string; token: string }
  /** Closes its files and ends. */
  | { type: 'end' };

/** From the bot. */
export type FromBot =
  | { type: 'ready' }
  /** The engine is gone, or a token too old: it needs another way in. */
  | { type: 'ticket' }
  | { type: 'fault'; of: string; word: string };
