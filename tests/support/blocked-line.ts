import { execFileSync, fork, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { fakeDevices } from '../e2e/live-needs.ts';
import { openBrowser, chromiumPath } from './browser.ts';
import { watchConnections } from './pictures.ts';
import { root } from './root.ts';
import { startSite, type RunningSite } from './site.ts';
import { cable, makeTwoHosts, secondAddress, siteAddress, whyNoHosts, type TwoHosts } from './two-hosts.ts';

const name = 'congress.example.org';
const turnName = `turn.${name}`;
export const mediaPort = 27_881;
const relayPort = 27_890;
/** VECHE_TURN_PORT by default. */
const relayedPort = 5349;
const streamModule = '/usr/lib/nginx/modules/ngx_stream_module.so';

/** What is between a visitor and the site. `lossy`: 30 % of datagrams are lost, the others come 300 ms late, both ways. */
export const situations = ['open', 'no_udp', 'only_443', 'lossy'] as const;
export type Situation = (typeof situations)[number];

/** Why it can't run here; empty when it can. */
export const whyNotBlocked = (): string =>
  whyNoHosts() ||
  (existsSync('/usr/sbin/nginx') ? '' : 'nginx is not installed') ||
  (existsSync(streamModule) ? '' : 'nginx has no stream module here (libnginx-mod-stream)');

export interface BlockedSite {
  url: string;
  site: RunningSite;
  browser: Browser;
  /** From now on; nobody must be connected meanwhile. */
  put(situation: Situation): Promise<void>;
  /** Addresses and ports on which the site's machine takes datagrams. */
  datagramPlaces(): string[];
  /** A browser's window of its own whose connections can be asked. */
  come(): Promise<{ context: BrowserContext; page: Page }>;
  stop(): Promise<void>;
}

export interface Way {
  /** udp, tcp, or tls when it is relayed that way. */
  by: string;
  relays: string[];
  rttMs: number;
}

/** The way that media takes in this page; undefined while it has none. */
export const wayOf = (page: Page): Promise<Way | undefined> =>
  page.evaluate(async () => {
    for (const one of window.vecheConnections) {
      if (one.connectionState !== 'connected') continue;
      const stats = await one.getStats();
      for (const each of stats.values()) {
        if (each.type !== 'transport' || !each.selectedCandidatePairId) continue;
        const pair = stats.get(each.selectedCandidatePairId);
        const local = stats.get(pair.localCandidateId);
        return {
          by: local.relayProtocol ?? local.protocol,
          relays: (one.getConfiguration().iceServers ?? []).flatMap((server) => server.urls),
          rttMs: Math.round((pair.currentRoundTripTime ?? 0) * 1000),
        };
      }
    }
    return undefined;
  });

/** Presses the button that checks the line, and waits for its answer. */
export async function connectionSaid(page: Page): Promise<string | undefined> {
  await page.click('[data-connection-try]');
  const place = page.locator('[data-connection-now]:not([data-connection-now=trying])');
  return (await place.getAttribute('data-connection-now', { timeout: 60_000 })) ?? undefined;
}

/** Who ends the TLS that the relay is inside of: nginx, by the name, or the engine, on an address of its own. */
export type EndsTls = 'nginx' | 'engine';

/** The files of `deploy/` as they stand, but for names of files, the addresses listened on and the ports behind. */
function nginxConfiguration(folder: string, sitePort: number, ends: EndsTls): string {
  const deploy = (file: string): string =>
    readFileSync(join(root, 'deploy', file), 'utf8')
      .replaceAll(/^.*listen \[::\].*$/gm, '')
      .replaceAll('127.0.0.1:3000', `127.0.0.1:${sitePort}`)
      .replaceAll(/\/etc\/letsencrypt\/\S+fullchain.pem/g, join(folder, 'cert.pem'))
      .replaceAll(/\/etc\/letsencrypt\/\S+privkey.pem/g, join(folder, 'key.pem'))
      // As the first lines of nginx-blocked-lines.conf tell.
      .replaceAll(
        'listen 443 ssl http2;',
        `listen ${ends === 'nginx' ? '127.0.0.1:8443' : '443'} ssl http2;`,
      );
  const own = join(folder, 'nginx');
  mkdirSync(own);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${own}/${kind};`,
  );
  const shared = ends === 'nginx';
  return `${shared ? `load_module ${streamModule};` : ''} daemon off; pid ${own}/pid; error_log /dev/null; user root;
    worker_processes 1; events {} http { ${temporary.join(' ')} access_log off; ${deploy('nginx.conf')} }
    ${shared ? deploy('nginx-blocked-lines.conf') : ''}`;
}

const fromVisitor = `iifname "${cable}"`;
const drops: Record<Situation, string[]> = {
  open: [],
  // Of two ways that are left either may win; ICE over TCP is the one asked about.
  no_udp: [`${fromVisitor} meta l4proto udp`, `tcp dport ${relayedPort}`],
  only_443: [`${fromVisitor} meta l4proto udp`, `${fromVisitor} tcp dport != 443`],
  // How the engine bears the loss is what is asked: the ways around it are closed, the relay behind nginx too.
  lossy: [
    `${fromVisitor} udp dport != ${relayPort}`,
    `${fromVisitor} tcp dport != 443`,
    `tcp dport ${relayedPort}`,
  ],
};

/** What went to 443 of the second address has the relay's port by the time it is looked at. */
const dropsIn = (situation: Situation, ends: EndsTls): string[] =>
  drops[situation].map((match) =>
    ends === 'engine' ? match.replace('tcp dport != 443', `tcp dport != { 443, ${relayedPort} }`) : match,
  );

/** The product behind nginx on one host, a browser on another, the real engine between them. */
export async function startBlockedSite(engine: string, ends: EndsTls = 'nginx'): Promise<BlockedSite> {
  const folder = mkdtempSync(join(tmpdir(), 'veche-blocked-'));
  const processes: ChildProcess[] = [];
  let hosts: TwoHosts | undefined;
  let site: RunningSite | undefined;
  let browser: Browser | undefined;
  const stop = async (): Promise<void> => {
    await browser?.close();
    for (const child of processes) {
      const ended = new Promise((done) => child.once('exit', done));
      if (child.exitCode === null && child.signalCode === null && child.kill('SIGTERM')) await ended;
    }
    await site?.stop();
    hosts?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    hosts = makeTwoHosts(ends === 'engine');
    const { site: within } = hosts;
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
        ...['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name},DNS:${turnName}`],
        ...['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')],
      ],
      { stdio: 'ignore' },
    );
    site = await startSite({
      within,
      env: {
        VECHE_ENGINE: 'auto',
        VECHE_ENGINE_PATH: engine,
        VECHE_ADDRESS: `https://${name}`,
        VECHE_PROXY: '1',
        VECHE_MEDIA_ADDRESS: siteAddress,
        VECHE_MEDIA_PORT: String(mediaPort),
        VECHE_TURN_DOMAIN: turnName,
        ...(ends === 'engine' && {
          VECHE_TURN_CERT: join(folder, 'cert.pem'),
          VECHE_TURN_KEY: join(folder, 'key.pem'),
        }),
        VECHE_WORK: '4',
      },
    });
    const configuration = join(folder, 'nginx.conf');
    const port = Number(new URL(site.url).port);
    writeFileSync(configuration, nginxConfiguration(folder, port, ends));
    const [ip, ...rest] = within;
    processes.push(
      spawn(ip!, [...rest, '/usr/sbin/nginx', '-p', folder, '-c', configuration], { stdio: 'inherit' }),
    );
    const relay = fork(
      join(import.meta.dirname, 'lossy-relay.ts'),
      [siteAddress, String(relayPort), String(mediaPort + 1), '0.3', '300'],
      { execPath: ip!, execArgv: [...rest, process.execPath] },
    );
    processes.push(relay);
    await new Promise<void>((done, failed) => {
      relay.once('message', () => done());
      relay.once('exit', () => failed(new Error('the relay ended')));
    });
    browser = await openBrowser(
      [
        '--ignore-certificate-errors',
        ...(ends === 'engine' ? fakeDevices : ['--autoplay-policy=no-user-gesture-required']),
      ],
      hosts.visitorProgram(chromiumPath!, {
        [name]: siteAddress,
        [turnName]: ends === 'engine' ? secondAddress : siteAddress,
      }),
    );
    const [firewall, chromium] = [hosts, browser];
    const url = `https://${name}`;
    const put = async (situation: Situation): Promise<void> => {
      firewall.pass(dropsIn(situation, ends), [
        ...(situation === 'lossy' ? [{ match: `udp dport ${mediaPort + 1}`, to: relayPort }] : []),
        // As docs/admin/blocked-lines.md tells: port 443 of that address goes to VECHE_TURN_PORT.
        ...(ends === 'engine' ? [{ match: `ip daddr ${secondAddress} tcp dport 443`, to: relayedPort }] : []),
      ]);
    };
    const come = async (): Promise<{ context: BrowserContext; page: Page }> => {
      const context = await chromium.newContext({ ignoreHTTPSErrors: true });
      await watchConnections(context);
      const page = await context.newPage();
      return { context, page };
    };
    await put('open');
    const { context, page } = await come();
    // The engine is prepared behind the site; the demo's speaker comes a moment after it.
    for (let waited = 0; waited < 40; waited += 1) {
      await page.goto(`${url}/be/s/${site.live}/stage`).catch(() => undefined);
      const isThere = await page
        .evaluate(
          async (ticket) => (await fetch(ticket, { method: 'POST' })).ok,
          `/be/s/${site.live}/stage/ticket`,
        )
        .catch(() => false);
      if (isThere) break;
      await page.waitForTimeout(500);
    }
    await context.close();
    const datagramPlaces = (): string[] =>
      execFileSync(ip!, [...rest, 'ss', '-ulnH'], { encoding: 'utf8' })
        .trim()
        .split('\n')
        .map((line) => line.split(/\s+/)[3]!);
    return { url, site, browser, put, come, datagramPlaces, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
