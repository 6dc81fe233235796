import type { Config } from '#server/kernel';

/** Where the site is, without a slash at the end: links that are printed begin with it. */
export const addressOf = ({ origins, HOST, PORT }: Config): string =>
  origins[0] ?? `http://${HOST === '0.0.0.0' ? 'localhost' : HOST}:${PORT}`;
