import { Refusal, type Config } from '#server/kernel';
import { openStorage } from '#server/recordings';
import { finding, type Finding } from './check.ts';

/** Whether finished recordings could be written down and read back. Changes nothing: it asks what is where nothing is. */
export async function checkStorage(config: Config): Promise<Finding> {
  try {
    // A file that is absent and a bucket that is absent look alike; a list tells them apart.
    for await (const _one of openStorage(config).list('recordings/doctor/')) break;
    return finding('storage', 'ok', config.VECHE_STORAGE ? 'bucket' : 'folder');
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const what = error.code.split('.').at(-1)!;
    return finding('storage', 'bad', ['denied', 'unreachable'].includes(what) ? what : 'odd');
  }
}
