import { join } from 'node:path';
import type { Config } from '#server/kernel';
import { mediaFolder } from '../folders.ts';

const day = 86_400_000;

/** An upload that stopped may go on for so long. */
export const unfinishedMs = 3 * day;
/** One that came whole waits for somebody to say what it is. */
export const untakenMs = 30 * day;
/** How long after the time for consent a recording still waits for somebody's answer. */
const waitingDays = 30;
/** When a recording whose take ended then, and which is held still, goes for good. */
export const heldUntil = (config: Config, endedAt: Date): Date =>
  new Date(endedAt.getTime() + (config.VECHE_CONSENT_DAYS + waitingDays) * day);
/** Of one event, on their way in or waiting. */
export const mostUploads = 300;
/** Left free on the disk whatever is handed in: what is live now has to be written, too. */
export const leftFree = 3e9;
/** A recording lasts a day at most. */
export const mostSeconds = 86_400;
/** Pixels of one picture: twice of what 4K has. */
export const mostPixels = 20_000_000;

export const mostBytes = (config: Config): number => Math.floor(config.VECHE_UPLOAD_GB * 1e9);

export const uploadsFolder = (config: Config): string => join(mediaFolder(config), 'uploads');
/** The bytes of one; its id is ours, never a name that somebody gave. */
export const uploadPath = (config: Config, id: string): string => join(uploadsFolder(config), id);
