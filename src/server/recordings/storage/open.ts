import { join } from 'node:path';
import { refuse, type Config } from '#server/kernel';
import { mediaFolder } from '../folders.ts';
import { openFolder } from './local.ts';
import { openBucket } from './s3.ts';
import type { Storage } from './storage.ts';
import { readBucket } from './wire.ts';

/** The storage that VECHE_STORAGE names. Refuses invalid (kernel.bad_setting) what names none. */
export function openStorage(config: Config): Storage {
  if (!config.VECHE_STORAGE) return openFolder(join(mediaFolder(config), 'store'));
  const bucket = readBucket(config.VECHE_STORAGE);
  if (!bucket)
    throw refuse('invalid', 'kernel.bad_setting', {
      name: 'VECHE_STORAGE',
      why: 's3://key:secret@host/bucket?region=…',
    });
  return openBucket(bucket);
}
