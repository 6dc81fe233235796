import type { Browser, CDPSession, Page } from 'playwright-core';
import * as congress from '#server/congress';
import { asSystem, type Ctx } from '#server/kernel';
import { chromiumPath, openBrowser } from '../tests/support/browser.ts';
import { startSite, type RunningSite } from '../tests/support/site.ts';
import { writeXml } from '../src/server/congress/test-programme.ts';
import { startBeside } from './support/beside.ts';
import { median, printFigures } from './support/table.ts';

const sessions = 1000;
const rooms = 100;
const runs = 7;

/** A thousand sessions in a hundred rooms over two days, two people each: as full as a large congress, and some clash. */
async function fill(ctx: Ctx): Promise<void> {
  const list = Array.from({ length: sessions }, (_, i) => {
    const day: 1 | 2 = i < sessions / 2 ? 1 : 2;
    return {
      id: String(i + 1),
      title: `Сустрэча ${i}: пра тое, як дамаўляюцца людзі ў адным горадзе`,
      day,
      date: `2026-${day === 1 ? '10-31' : '11-01'}T${String(9 + (Math.floor(i / rooms) % 5) * 2).padStart(2, '0')}:00:00+02:00`,
      start: `${9 + (Math.floor(i / rooms) % 5) * 2}:00`,
      duration: ['00:45', '01:00', '01:15'][i % 3]!,
      room: `Зала ${(i % rooms) + 1}`,
      people: [`Птушка ${(i * 7) % 600}`, `Птушка ${(i * 13) % 600}`],
    };
  });
  await congress.importProgramme(ctx, { event: 'big', create: true, name: 'x.xml', bytes: writeXml(list) });
}

interface Opened {
  page: Page;
  devtools: CDPSession;
  ms: number;
}

async function open(
  browser: Browser,
  site: RunningSite,
  cookies: never[],
  path: string,
  ready: string,
): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, baseURL: site.url });
  await context.addCookies(cookies);
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  const began = performance.now();
  await page.goto(path, { waitUntil: 'commit' });
  await page.locator(ready).first().waitFor({ state: 'attached' });
  return { page, devtools, ms: performance.now() - began };
}

/** Script and layout of the tab so far, in milliseconds. */
async function spent(devtools: CDPSession): Promise<number> {
  const { metrics } = await devtools.send('Performance.getMetrics');
  const of = (name: string): number => metrics.find((one) => one.name === name)?.value ?? 0;
  return (of('ScriptDuration') + of('LayoutDuration') + of('RecalcStyleDuration')) * 1000;
}

async function heap(devtools: CDPSession): Promise<number> {
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  return usedSize;
}

const p95 = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length * 0.95)]!;

/** What each step of a drag costs: over rooms and hours, with clashes looked for at every place. */
async function drag({ page, devtools }: Opened): Promise<number[]> {
  await devtools.send('Performance.enable');
  const box = (await page.locator('.e-list > .e-cell').first().boundingBox())!;
  await page.mouse.move(box.x + 40, box.y + 10);
  await page.mouse.down();
  const costs: number[] = [];
  for (let i = 1; i <= 120; i += 1) {
    const before = await spent(devtools);
    await page.mouse.move(box.x + 40 + ((i * 37) % 700), box.y + 10 + ((i * 53) % 400));
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    costs.push((await spent(devtools)) - before);
  }
  await page.keyboard.press('Escape');
  await page.mouse.up();
  return costs;
}

/** The same sessions as one plain table, every cell in the document, to see what not drawing what is hidden is worth. */
const plainTable = `(async () => {
  const { frame, sessions } = await (await fetch('/be/desk/e/big/grid/data')).json();
  const main = document.querySelector('main');
  const table = document.createElement('table');
  const began = performance.now();
  for (let at = frame.days[0].from + 540; at < frame.days[1].to; at += 15) {
    const row = table.insertRow();
    for (const room of frame.rooms) {
      const cell = row.insertCell();
      cell.dataset.at = at + ' ' + room.id;
      for (const one of sessions) if (one.room === room.id && one.from === at) cell.textContent = one.title;
    }
  }
  main.replaceChildren(table);
  table.getBoundingClientRect();
  const built = performance.now() - began;
  const costs = [];
  const cells = [...table.querySelectorAll('td')];
  for (let i = 0; i < 60; i += 1) {
    const start = performance.now();
    const target = cells[(i * 997) % cells.length];
    target.textContent = 'Сустрэча, якую цягнуць над табліцай';
    target.getBoundingClientRect();
    target.textContent = '';
    table.getBoundingClientRect();
    costs.push(performance.now() - start);
  }
  return { built, costs };
})()`;

/** The editor in a real browser: how soon it can be used, what a step of a drag costs, what it holds. */
export default async function editor(): Promise<void> {
  if (!chromiumPath) return console.log('bench editor needs a browser');
  const site = await startSite({ env: { VECHE_DEMO: '0' } });
  const browser = await openBrowser(['--enable-precise-memory-info']);
  try {
    const veche = await startBeside(site.data, { VECHE_DEMO: '0' });
    await fill(asSystem(veche.ctx(), 'bench'));
    await veche.stop();
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(site.organiserLink);
    await page.locator('main form button').first().click();
    await page.waitForURL(/desk/);
    const cookies = (await context.cookies()) as never[];
    const ready = '.e-list > .e-cell:nth-child(6)';
    const opened: number[] = [];
    const empty: number[] = [];
    const costs: number[] = [];
    const heaps: number[] = [];
    let cells = 0;
    let table: { built: number; costs: number[]; heap: number } | undefined;
    for (let run = 0; run < runs; run += 1) {
      const bare = await open(browser, site, cookies, '/be/desk/e/big/rooms/new', 'main form button');
      empty.push(bare.ms);
      if (run === 0) {
        const found = (await bare.page.evaluate(plainTable)) as { built: number; costs: number[] };
        table = { ...found, heap: await heap(bare.devtools) };
      }
      await bare.page.context().close();
      const one = await open(browser, site, cookies, '/be/desk/e/big/grid', ready);
      opened.push(one.ms);
      // Clashes come a moment later; they are part of what a drag costs.
      await one.page.waitForTimeout(1500);
      cells = await one.page.locator('.e-list > .e-cell').count();
      costs.push(...(await drag(one)));
      heaps.push(await heap(one.devtools));
      await one.page.context().close();
    }
    const ms = (value: number): string => `${value.toFixed(value < 20 ? 1 : 0)} ms`;
    const mb = (value: number): string => `${(value / 1e6).toFixed(1)} MB`;
    printFigures('editor: 1,000 sessions, 100 rooms', [
      {
        what: `open → usable, median of ${runs}`,
        ours: ms(median(opened)),
        beside: `${ms(median(empty))}: a small form of the desk`,
        aim: '< 1,500 ms',
        isReached: median(opened) < 1500,
      },
      {
        what: 'script, style and layout a step of a drag, p95, clashes included',
        ours: ms(p95(costs)),
        beside: `${ms(p95(table!.costs))}: one cell changed in a plain table of all of it (built in ${ms(table!.built)})`,
        aim: '< 8 ms',
        isReached: p95(costs) < 8,
      },
      {
        what: `heap of script after dragging (${cells} of ${sessions} sessions drawn)`,
        ours: mb(Math.max(...heaps)),
        beside: `${mb(table!.heap)}: the plain table`,
        aim: '< 80 MB',
        isReached: Math.max(...heaps) < 80e6,
      },
    ]);
  } finally {
    await browser.close();
    await site.stop();
  }
}
