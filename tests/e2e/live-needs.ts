import { execFileSync } from 'node:child_process';
import { chromiumPath } from '../support/browser.ts';
import { startSite, type RunningSite } from '../support/site.ts';

/** A livekit-server that is here already; tests never build or fetch one. */
export const engineProgram = findProgram();

function findProgram(): string | undefined {
  if (process.env.VECHE_ENGINE_PATH) return process.env.VECHE_ENGINE_PATH;
  try {
    return execFileSync('which', ['livekit-server'], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Why the journeys with pictures can't run here; empty when they can. */
export const missing = !engineProgram
  ? 'no video engine on this machine (VECHE_ENGINE_PATH)'
  : !chromiumPath
    ? 'no Chromium on this machine'
    : '';

export const fakeDevices = [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
];

export const twoCameras = fakeDevices.map((flag) =>
  flag === '--use-fake-device-for-media-stream' ? `${flag}=device-count=2` : flag,
);

/** Three free ports in a row are wanted; a wide random range makes a clash unlikely. */
export const randomMediaPort = (): number => 20_000 + Math.floor(Math.random() * 9000);

/** The product with its engine, once this gives tickets: it is prepared behind the site. */
export async function startHall(): Promise<RunningSite> {
  const site = await startSite({
    env: {
      VECHE_ENGINE: 'auto',
      VECHE_ENGINE_PATH: engineProgram!,
      VECHE_MEDIA_PORT: String(randomMediaPort()),
      VECHE_WORK: '4',
    },
  });
  const began = Date.now();
  const ask = () =>
    fetch(`${site.url}/be/s/${site.live}/stage/ticket`, { method: 'POST', headers: { origin: site.url } });
  while (!(await ask()).ok) {
    if (Date.now() - began > 60_000) throw new Error('the video engine was not ready within a minute');
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return site;
}
