import type { Module } from '#server/kernel';
import * as accounts from '#server/accounts';
import * as congress from '#server/congress';
import * as live from '#server/live';
import * as recordings from '#server/recordings';
import * as registration from '#server/registration';
import * as search from '#server/search';
import * as themes from '#server/themes';

/** Every module of the product, lower ones first. Nothing else names them all. */
export const modules: Module[] = [
  search.module,
  themes.module,
  accounts.module,
  congress.module,
  registration.module,
  live.module,
  recordings.module,
];
