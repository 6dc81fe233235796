import type { Counters } from './tables.ts';

// A backup is lines of JSON in UTF-8, compressed, then encrypted. Objects are marks, arrays are rows of the table
// named last, texts are pieces (base64) of the file named last. The last line is the end.

export interface Header {
  veche: 'backup';
  format: 1;
  /** Of the program that wrote it. */
  version: string;
  /** Second it is a picture of, ISO 8601. */
  at: string;
  /** Name and SHA-256 of each change made to the database, in order. */
  migrations: [string, string][];
  /** Tells whether an operator key is the one that the protected fields were closed with, and nothing else about it. */
  keyMark?: string;
}

export interface TableMark {
  table: string;
  columns: string[];
}

export interface FileMark {
  /** Relative to VECHE_DATA, with `/`. */
  file: string;
}

export interface Sum {
  /** Rows of a table, or bytes of a file. */
  count: number;
  /** Over the lines of the rows as they stand here, or over the bytes of the file. */
  sha256: string;
}

export interface End {
  end: { tables: Record<string, Sum>; files: Record<string, Sum>; counters: Counters };
  /** Over every line before this one. */
  sha256: string;
}

export const formatOf = (line: unknown): line is Header =>
  typeof line === 'object' && line !== null && (line as Header).veche === 'backup';
