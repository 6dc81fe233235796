import { join } from 'node:path';
import type { Config } from '#server/kernel';

/** The folder of all media: of this machine, or shared by the processes of one site. */
export const mediaFolder = (config: Config): string => join(config.data, 'media');

/** What the bots of a take write; each start has a folder `e<number>` of its own in it (see `docs/recordings.md`). */
export const takeFolder = (config: Config, takeId: string): string =>
  join(mediaFolder(config), 'takes', takeId);
