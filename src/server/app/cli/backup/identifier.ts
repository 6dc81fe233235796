import pg from 'pg';

/** `schema.table`, quoted for SQL. */
export const identifier = (name: string): string =>
  name
    .split('.')
    .map((part) => pg.escapeIdentifier(part))
    .join('.');
