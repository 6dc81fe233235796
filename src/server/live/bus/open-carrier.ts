import type { Ctx } from '#server/kernel';
import type { Carrier } from './carrier.ts';
import { ownConnection } from './connection.ts';
import { makeDatabaseCarrier } from './database-carrier.ts';
import { makeProcessCarrier } from './process-carrier.ts';
import { makeValkeyCarrier } from './valkey-carrier.ts';

/** The carrier that `VECHE_BUS` chooses. Connects to nothing before it is used. */
export function openCarrier(ctx: Ctx): Carrier {
  const chosen = ctx.config.VECHE_BUS;
  if (chosen === 'process') return makeProcessCarrier();
  if (chosen !== 'database') return makeValkeyCarrier(chosen, ctx.log);
  return makeDatabaseCarrier(() => ownConnection(ctx), ctx.log);
}
