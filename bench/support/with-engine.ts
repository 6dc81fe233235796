import { startSite, type RunningSite } from '../../tests/support/site.ts';

/** The product with the real video engine. Where there is none it says so, and nothing can be measured. */
export async function startWithEngine(): Promise<RunningSite | undefined> {
  const program = process.env.VECHE_ENGINE_PATH;
  if (program)
    return startSite({
      env: {
        VECHE_ENGINE: 'auto',
        VECHE_ENGINE_PATH: program,
        VECHE_MEDIA_PORT: String(20_000 + Math.floor(Math.random() * 9_000)),
        VECHE_LOG: 'error',
        VECHE_WORK: '4',
      },
    });
  console.log('skipped: needs the engine (VECHE_ENGINE_PATH)');
  return undefined;
}
