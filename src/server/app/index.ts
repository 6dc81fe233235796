export { startSite, type Site } from './http/server.ts';
export { startApp, type StartOptions } from './start.ts';
export type { SiteFace, Veche } from './veche.ts';
