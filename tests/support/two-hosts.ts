// Two machines made of network namespaces: the site's and a visitor's, with one cable and a firewall between them. Both ends lie in
// namespaces of their own, so that nothing of it is seen or reached from this machine's own network.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const siteAddress = '10.77.0.1';
/** A second address of the site. */
export const secondAddress = '10.77.0.3';
const visitorAddress = '10.77.0.2';
/** What the cable is called at the site's end. */
export const cable = 'veche-site';

const runs = (command: string, args: string[], input = ''): boolean =>
  spawnSync(command, args, { input, stdio: ['pipe', 'ignore', 'ignore'] }).status === 0;

/** Why two hosts can't be made here; empty when they can. */
export function whyNoHosts(): string {
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  if (!runs('ip', ['-V'])) return 'no ip (iproute2) on this machine';
  if (!runs('nft', ['-v'])) return 'no nft (nftables) on this machine';
  const name = `veche-try-${process.pid}`;
  if (!runs('ip', ['netns', 'add', name])) return 'no network namespaces on this machine';
  const isFine = runs(
    'ip',
    ['netns', 'exec', name, 'nft', '-f', '-'],
    rules(['udp dport 9'], [{ match: 'udp dport 9', to: 8 }]),
  );
  runs('ip', ['netns', 'del', name]);
  return isFine ? '' : 'the kernel of this machine has no packet filter';
}

/** What arrives from the visitor and matches goes to another port of the site. */
export interface Redirect {
  match: string;
  to: number;
}

/** Rules of the site's end: what matches is dropped, or sent to another port. */
function rules(drop: string[], redirects: readonly Redirect[]): string {
  return [
    'flush ruleset',
    'table inet veche {',
    'chain in {',
    'type filter hook input priority 0; policy accept;',
    ...drop.map((rule) => `${rule} drop`),
    '}',
    ...(redirects.length === 0
      ? []
      : [
          'chain bend {',
          'type nat hook prerouting priority -100; policy accept;',
          ...redirects.map(({ match, to }) => `iifname "${cable}" ${match} redirect to :${to}`),
          '}',
        ]),
    '}',
    '',
  ].join('\n');
}

export interface TwoHosts {
  /** What a command begins with to run at the site. */
  site: string[];
  /** A browser's program, to be run on the visitor's machine, where these names have these addresses. */
  visitorProgram(path: string, names: Record<string, string>): string;
  /** Everything passes but what these matches of nft name. */
  pass(drop: string[], redirects?: readonly Redirect[]): void;
  stop(): void;
}

/** What a run that was killed left behind. */
function forgetDead(): void {
  const names = execFileSync('ip', ['netns', 'list'], { encoding: 'utf8' });
  for (const [name, pid] of names.matchAll(/veche-[a-z]+-(\d+)/g))
    if (!existsSync(`/proc/${pid}`)) runs('ip', ['netns', 'del', name]);
}

/** Root only; look at `whyNoHosts` first. `hasSecond`: the site has its second address, too. */
export function makeTwoHosts(hasSecond = false): TwoHosts {
  forgetDead();
  const [site, visitor] = [`veche-site-${process.pid}`, `veche-visitor-${process.pid}`];
  const folder = mkdtempSync(join(tmpdir(), 'veche-hosts-'));
  const ip = (...args: string[]): void => void execFileSync('ip', args, { stdio: 'pipe' });
  const stop = (): void => {
    for (const name of [site, visitor]) runs('ip', ['netns', 'del', name]);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (const name of [site, visitor]) {
      ip('netns', 'add', name);
      ip('-n', name, 'link', 'set', 'lo', 'up');
    }
    ip(
      'link',
      'add',
      cable,
      'netns',
      site,
      'type',
      'veth',
      'peer',
      'name',
      'veche-visitor',
      'netns',
      visitor,
    );
    ip('-n', site, 'addr', 'add', `${siteAddress}/24`, 'dev', cable);
    if (hasSecond) ip('-n', site, 'addr', 'add', `${secondAddress}/24`, 'dev', cable);
    ip('-n', visitor, 'addr', 'add', `${visitorAddress}/24`, 'dev', 'veche-visitor');
    ip('-n', site, 'link', 'set', cable, 'up');
    ip('-n', visitor, 'link', 'set', 'veche-visitor', 'up');
    // Chromium looks for its own address by the way to the outer world.
    ip('-n', visitor, 'route', 'add', 'default', 'via', siteAddress);
  } catch (error) {
    stop();
    throw error;
  }
  return {
    site: ['ip', 'netns', 'exec', site],
    visitorProgram: (path, names) => {
      const [program, hosts, servers] = ['program', 'hosts', 'resolv.conf'].map((one) =>
        join(folder, one),
      ) as [string, string, string];
      // It knows these names, and asks nobody for others.
      const known = Object.entries({ localhost: '127.0.0.1', ...names });
      writeFileSync(hosts, known.map(([name, address]) => `${address} ${name}\n`).join(''));
      writeFileSync(servers, '');
      const inside = `mount --bind ${hosts} /etc/hosts && mount --bind ${servers} /etc/resolv.conf && exec "$@"`;
      writeFileSync(program, `#!/bin/sh\nexec ip netns exec ${visitor} sh -c '${inside}' sh ${path} "$@"\n`);
      chmodSync(program, 0o755);
      return program;
    },
    pass: (drop, redirects = []) =>
      void execFileSync('ip', ['netns', 'exec', site, 'nft', '-f', '-'], {
        input: rules(drop, redirects),
        stdio: ['pipe', 'ignore', 'pipe'],
      }),
    stop,
  };
}
