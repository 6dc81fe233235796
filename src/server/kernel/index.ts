export { audit, findBrokenAudit, listAudit, type AuditEntry } from './audit.ts';
export { readConfig, settings, type Config } from './config.ts';
export {
  asSystem,
  reads,
  type Actor,
  type Ctx,
  type Happening,
  type Job,
  type Listener,
  type Module,
  type PageNotes,
  type Shared,
} from './ctx.ts';
export {
  blindIndex,
  deriveKeys,
  openBox,
  openField,
  readOperatorKey,
  sameBytes,
  sealBox,
  sealField,
  sha256,
  type FieldPlace,
  type Keys,
} from './crypto.ts';
export { afterCommit, inTransaction, openDatabase, type Connection, type Database } from './db.ts';
export { addJob, broadcast, changed, deliver, emit, notifyLive } from './events.ts';
export { forgetAnswers } from './forget-answers.ts';
export { newId, newSecret } from './ids.ts';
export { startLimited, type ProcessLimits } from './limited.ts';
export { makeLog, traceOf, type Log, type LogFields } from './log.ts';
export { migrate } from './migrate.ts';
export { refuse, Refusal, statusOf, type RefusalKind, type RefusalParams } from './refusal.ts';
export type { DB } from './schema.ts';
export {
  flatten,
  isLang,
  langs,
  makeTranslate,
  pick,
  readMessages,
  type Lang,
  type Messages,
  type Translate,
  type Words,
} from './words.ts';
export { readState, type SystemState } from './state.ts';
export { zones } from './zones.ts';
export { ClusterProblem } from './cluster/problem.ts';
export { findCluster, startCluster, type Cluster } from './cluster/start-cluster.ts';
export { settleOperatorKey } from './key-check.ts';
