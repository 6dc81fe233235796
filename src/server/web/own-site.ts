import { refuse } from '#server/kernel';

/** Refuses forbidden (web.other_site) what a page of another site makes a visitor's browser send. Old browsers say nothing. */
export function needOwnSite(request: Request): void {
  const site = request.headers.get('sec-fetch-site');
  if (site && site !== 'same-origin' && site !== 'none') throw refuse('forbidden', 'web.other_site');
}
