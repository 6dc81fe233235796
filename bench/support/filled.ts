import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as congress from '#server/congress';
import { asSystem } from '#server/kernel';
import { sharedData } from '../../tests/support/shared-data.ts';
import { startSite, type RunningSite } from '../../tests/support/site.ts';
import { startBeside } from './beside.ts';

/** A running site that holds the 895 sessions of a real congress, released. Undefined where the data are absent. */
export async function startFilledSite(
  env: Record<string, string> = {},
): Promise<{ site: RunningSite; event: string } | undefined> {
  const folder = sharedData('schedules');
  if (!folder) return undefined;
  const site = await startSite({ env: { VECHE_DEMO: '0', ...env } });
  const veche = await startBeside(site.data, { VECHE_DEMO: '0' });
  const ctx = asSystem(veche.ctx(), 'bench');
  const bytes = readFileSync(join(folder, '39c3-everything.schedule.json'));
  const { event } = await congress.importProgramme(ctx, {
    event: 'big',
    bytes,
    name: 'schedule.json',
    create: true,
  });
  await congress.releaseProgramme(ctx, event, '1');
  await veche.stop();
  return { site, event: 'big' };
}
