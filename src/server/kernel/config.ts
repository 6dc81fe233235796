import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { refuse } from './refusal.ts';

const flag = z
  .enum(['0', '1', 'true', 'false', 'yes', 'no'])
  .transform((word) => word === '1' || word === 'true' || word === 'yes');

/** Every setting, with one sentence each. `docs/admin/configure.md` is checked against this list. */
export const settings = {
  PORT: z.coerce.number().int().min(0).max(65535).default(3000).describe('Port the site listens on.'),
  HOST: z
    .string()
    .default('127.0.0.1')
    .describe('Address the site listens on; keep it local behind a proxy.'),
  VECHE_DATA: z
    .string()
    .default('data')
    .describe('The one directory that holds everything: database, keys, files.'),
  DATABASE_URL: z
    .string()
    .optional()
    .describe('A PostgreSQL of your own; without it one is started from VECHE_DATA.'),
  VECHE_ADDRESS: z
    .string()
    .default('')
    .describe('Public addresses of the site, comma separated, the first is used in exports.'),
  VECHE_ONION: z.string().optional().describe('Onion address, announced by Onion-Location.'),
  VECHE_PROXY: flag.default(false).describe('Trust x-forwarded-proto of the proxy in front.'),
  VECHE_DEMO: flag.default(true).describe('Fill an empty site with a demo congress that is live now.'),
  VECHE_NAME: z.string().max(60).optional().describe('Name of the site.'),
  VECHE_ACCENT: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i)
    .optional()
    .describe('Accent colour on light paper, as #rrggbb.'),
  VECHE_ACCENT_DARK: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i)
    .optional()
    .describe('Accent colour on dark paper, as #rrggbb.'),
  VECHE_LOGO: z.string().optional().describe('Path of a PNG or WebP file shown beside the name.'),
  VECHE_LANGUAGE: z.enum(['be', 'ru', 'en']).default('be').describe('Language for whoever names none.'),
  VECHE_KEY_FILE: z
    .string()
    .optional()
    .describe('File of the operator key; kept apart from the database and its backups.'),
  VECHE_KEY_ASK: flag
    .default(false)
    .describe('Ask for the operator key at the start instead of reading a file.'),
  VECHE_LOG: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('How much is logged.'),
  VECHE_IMPORT_LOCAL: flag
    .default(false)
    .describe('Let imports fetch programmes from addresses of the local network.'),
  VECHE_SOURCE: z
    .string()
    .regex(/^(https?:\/\/\S+)?$/)
    .default('')
    .describe('Address of the source code of this very version, linked at the foot of every page.'),
  VECHE_GALLERY: flag.default(false).describe('Show the gallery of the design system.'),
  VECHE_BUS: z
    .string()
    .regex(/^(process|database|(valkey|redis)s?:\/\/\S+)$/, 'process, database or valkey://host:6379/name')
    .default('database')
    .describe('What carries live frames between processes: process, database or valkey://host:6379/name.'),
  VECHE_STREAMS: z.coerce
    .number()
    .int()
    .min(1)
    .max(200_000)
    .default(16_000)
    .describe('How many listeners’ streams a process holds; more are told to come back.'),
  VECHE_STORAGE: z
    .string()
    .regex(/^s3(\+http)?:\/\/[^\s@/:]+:[^\s@/]+@[^\s@/]+\/\S+$/, 's3://key:secret@host/bucket?region=…')
    .optional()
    .describe('Bucket that recordings are kept in; without one they are kept in VECHE_DATA.'),
  VECHE_UPLOAD_GB: z.coerce
    .number()
    .min(0.01)
    .max(500)
    .default(20)
    .describe('How large an old recording may be that is handed in, in gigabytes.'),
  VECHE_CONSENT_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3650)
    .default(30)
    .describe('Days for which each speaker’s sound is kept apart, so that one can be taken out alone.'),
  VECHE_BACKUP_TO: z.string().optional().describe('age recipient that backups are encrypted to.'),
  LIVEKIT_URL: z.string().optional().describe('Video engine of your own, ws:// or wss://.'),
  LIVEKIT_KEY: z.string().optional().describe('API key of that engine.'),
  LIVEKIT_SECRET: z.string().optional().describe('API secret of that engine.'),
  VECHE_ENGINE: z
    .enum(['auto', 'off'])
    .default('auto')
    .describe('Whether to look for, or install, a video engine.'),
  VECHE_ENGINE_PATH: z.string().optional().describe('Path of a livekit-server binary to use.'),
  VECHE_ENGINE_ARCHIVE: z
    .string()
    .optional()
    .describe('Address of the pinned engine archive, for a mirror of your own.'),
  VECHE_MEDIA_ADDRESS: z
    .string()
    .default('127.0.0.1')
    .describe('Public IP address the engine sends and receives media on.'),
  VECHE_MEDIA_PORT: z.coerce
    .number()
    .int()
    .min(1024)
    .max(65534)
    .default(7881)
    .describe('First of three ports of the engine.'),
  VECHE_TURN_DOMAIN: z
    .string()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i, 'a name such as turn.example.org')
    .optional()
    .describe('Name at which blocked lines reach the engine over TLS, on port 443.'),
  VECHE_TURN_PORT: z.coerce
    .number()
    .int()
    .min(1024)
    .max(65535)
    .default(5349)
    .describe('Port at which the engine takes those lines from the proxy.'),
  VECHE_TURN_CERT: z
    .string()
    .optional()
    .describe('Certificate of that name, for an engine that ends TLS itself; without it the proxy does.'),
  VECHE_TURN_KEY: z.string().optional().describe('Private key of that certificate.'),
  VECHE_WORK: z.coerce
    .number()
    .int()
    .min(0)
    .max(22)
    .default(16)
    .describe('Proof of work asked of guests who write, in bits.'),
} as const;

const schema = z.object(settings);

export interface Config extends z.output<typeof schema> {
  /** Absolute path of the repository root. */
  root: string;
  /** Absolute path of VECHE_DATA. */
  data: string;
  /** Public origins, first one canonical; empty means "whatever loopback address is asked". */
  origins: string[];
}

/**
 * Reads settings from the environment and, below it, from the file `veche.conf` (KEY=value lines) in VECHE_DATA or the root.
 * Refuses an unknown VECHE_* setting and a value out of its bounds, naming the setting.
 */
export function readConfig(env: Record<string, string | undefined>, root: string): Config {
  const given: Record<string, string | undefined> = { ...readFile(join(root, 'veche.conf')), ...env };
  const data = resolve(root, given.VECHE_DATA ?? 'data');
  const merged: Record<string, string | undefined> = { ...readFile(join(data, 'veche.conf')), ...given };
  for (const name of Object.keys(merged)) {
    if (name.startsWith('VECHE_') && name !== 'VECHE_SHARED' && !(name in settings)) {
      throw refuse('invalid', 'kernel.unknown_setting', { name });
    }
  }
  const parsed = schema.safeParse(
    Object.fromEntries(
      Object.keys(settings).map((name) => [name, merged[name] === '' ? undefined : merged[name]]),
    ),
  );
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw refuse('invalid', 'kernel.bad_setting', {
      name: String(issue?.path[0]),
      why: issue?.message ?? '',
    });
  }
  if (!parsed.data.VECHE_TURN_CERT !== !parsed.data.VECHE_TURN_KEY)
    throw refuse('invalid', 'kernel.bad_setting', {
      name: 'VECHE_TURN_CERT',
      why: 'VECHE_TURN_KEY goes with it',
    });
  const origins = parsed.data.VECHE_ADDRESS.split(',')
    .map((one) => withoutSlash(one.trim()))
    .filter(Boolean);
  if (parsed.data.VECHE_ONION) origins.push(withoutSlash(parsed.data.VECHE_ONION));
  return { ...parsed.data, root, data, origins };
}

const withoutSlash = (address: string): string => address.replace(/(?<!\/)\/+$/, '');

function readFile(path: string): Record<string, string> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return {};
  }
  const pairs = text.split('\n').map((line) => /^\s*([A-Z_]+)\s*=(.*)/.exec(line));
  return Object.fromEntries(
    pairs.flatMap((pair) => (pair ? [[pair[1]!, pair[2]!.trim().replace(/^"(.*)"$/, '$1')]] : [])),
  );
}
