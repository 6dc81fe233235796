import { runMigrations } from 'graphile-worker';
import type pg from 'pg';

/** The job queue's own tables, made after ours. */
export const prepareQueue = (pool: pg.Pool): Promise<void> => runMigrations({ pgPool: pool });
