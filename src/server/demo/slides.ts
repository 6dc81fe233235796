import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Lang } from '#server/kernel';

const run = promisify(execFile);

/** The demo's deck as a PDF, drawn in a process of its own that may write nothing and start nothing. */
export async function demoSlides(lang: Lang): Promise<Buffer> {
  const { stdout } = await run(
    process.execPath,
    [
      '--permission',
      '--allow-fs-read=*',
      '--no-warnings',
      join(import.meta.dirname, 'slides-process.ts'),
      lang,
    ],
    { encoding: 'buffer', maxBuffer: 16 * 1024 * 1024, timeout: 60_000, env: { PATH: process.env.PATH } },
  );
  return stdout;
}
