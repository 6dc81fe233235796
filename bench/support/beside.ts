import { join } from 'node:path';
import { findCluster, makeLog, readConfig } from '#server/kernel';
import { startApp } from '#server/app';
import { root } from '../../tests/support/root.ts';

/**
 * The app in this process, on the database of a running site whose data are in `data`: what it tells, the site's own process
 * passes on, as from another of its app processes. It takes no jobs.
 */
export const startBeside = (data: string, env: Record<string, string> = {}) =>
  startApp({
    config: readConfig({ VECHE_DATA: data, ...env }, root),
    log: makeLog('silent'),
    connection: findCluster(join(data, 'postgres'))!,
    working: false,
  });
