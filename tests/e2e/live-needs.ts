import { execFileSync } from 'node:child_process';
import { chromiumPath } from '../support/browser.ts';

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

/** Three free ports in a row are wanted; a wide random range makes a clash unlikely. */
export const randomMediaPort = (): number => 20_000 + Math.floor(Math.random() * 9000);
