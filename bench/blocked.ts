import type { Page } from 'playwright-core';
import { chromiumPath } from '../tests/support/browser.ts';
import {
  connectionSaid,
  situations,
  startBlockedSite,
  wayOf,
  whyNotBlocked,
  type Situation,
} from '../tests/support/blocked-line.ts';
import { framesOf } from '../tests/support/pictures.ts';
import { median, printFigures } from './support/table.ts';

const runs = 3;
/** Below one a second the first digit after the point matters. */
const digitsOf = (rate: number): number => (rate < 5 ? 1 : 0);
const watchMs = 6_000;
const words: Record<Situation, string> = {
  open: 'nothing is blocked',
  no_udp: 'UDP dropped, ICE over TCP',
  only_443: 'nothing but 443, the relay inside TLS',
  lossy: 'UDP alone, 30 % lost and 300 ms late both ways',
};

/** Frames drawn a second once pictures move, and the share of sound that had to be made up. */
async function watched(page: Page): Promise<{ fps: number; hidden: number }> {
  const [first, began] = [await framesOf(page), performance.now()];
  await page.waitForTimeout(watchMs);
  const fps = ((await framesOf(page)) - first) / ((performance.now() - began) / 1000);
  const hidden = await page.evaluate(async () => {
    let [made, all] = [0, 0];
    for (const one of window.vecheConnections)
      for (const each of (await one.getStats()).values())
        if (each.type === 'inbound-rtp' && each.kind === 'audio') {
          made += each.concealedSamples - (each.silentConcealedSamples ?? 0);
          all += each.totalSamplesReceived;
        }
    return made / all;
  });
  return { fps, hidden };
}

/** Each way that a line can be blocked, between two hosts made of namespaces: what the check says, and what one then gets. */
export default async function blocked(): Promise<void> {
  const engine = process.env.VECHE_ENGINE_PATH;
  const why =
    !chromiumPath || !engine ? 'needs a browser and the engine (VECHE_ENGINE_PATH)' : whyNotBlocked();
  if (why) return console.log(`skipped: ${why}`);
  const site = await startBlockedSite(engine!);
  try {
    const rows: Parameters<typeof printFigures>[1] = [];
    let open = '';
    for (const situation of situations) {
      await site.put(situation);
      const [starts, rates, made]: number[][] = [[], [], []];
      let said = '';
      let by = '';
      for (let run = 0; run < runs; run += 1) {
        const { context, page } = await site.come();
        await page.goto(`${site.url}/en/s/${site.site.live}/stage`);
        if (run === 0) {
          await connectionSaid(page);
          said = (await page.textContent('[data-connection-said] b')) ?? '';
        }
        await page.click('button[data-how=video]');
        const mark = await page.waitForFunction(
          () => performance.getEntriesByName('veche:first-frame')[0]?.startTime,
          undefined,
          { timeout: 90_000 },
        );
        const join = await page.evaluate(() => performance.getEntriesByName('veche:join')[0]!.startTime);
        starts!.push(((await mark.jsonValue()) as number) - join);
        const { fps, hidden } = await watched(page);
        rates!.push(fps);
        made!.push(hidden);
        by = (await wayOf(page))?.by ?? 'lost';
        await context.close();
      }
      const figures = `${(median(starts!) / 1000).toFixed(1)} s to the first frame; ${median(rates!).toFixed(digitsOf(median(rates!)))} frames a second; ${(median(made!) * 100).toFixed(1)} % of sound made up`;
      if (situation === 'open') open = figures;
      rows.push({
        what: `${words[situation]} (${by})`,
        ours: `${figures}. The check: “${said}”`,
        beside: situation === 'open' ? '–' : `the open line, same run: ${open}`,
        aim: 'pictures and sound; said before joining',
        isReached: said !== '' && median(rates!) > 0,
      });
    }
    printFigures(`blocked lines, the demo’s speaker (12 frames a second), median of ${runs}`, rows);
  } finally {
    await site.stop();
  }
}
