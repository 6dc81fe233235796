import type { Session, Talk } from './shape.ts';
import { assemblyTalks } from './sessions/assembly.ts';
import { careTalks } from './sessions/care.ts';
import { economyTalks } from './sessions/economy.ts';
import { knowledgeTalks } from './sessions/knowledge.ts';
import { orderTalks } from './sessions/order.ts';
import { plenaryTalks } from './sessions/plenary.ts';
import { recoveryTalks } from './sessions/recovery.ts';
import { rightsTalks } from './sessions/rights.ts';
import { wordTalks } from './sessions/word.ts';
import { worldTalks } from './sessions/world.ts';
import { youngTalks } from './sessions/young.ts';
import { timetable } from './timetable.ts';

const talks: Talk[] = [
  ...plenaryTalks,
  ...economyTalks,
  ...recoveryTalks,
  ...knowledgeTalks,
  ...careTalks,
  ...youngTalks,
  ...rightsTalks,
  ...orderTalks,
  ...wordTalks,
  ...worldTalks,
  ...assemblyTalks,
];

/** In the order of time, then of rooms in the timetable. */
export const sessions: Session[] = talks
  .map((talk) => {
    const place = timetable[talk.key];
    if (!place) throw new Error(`the session ${talk.key} has no place in the timetable`);
    return { ...talk, ...place };
  })
  .sort((a, b) => a.day - b.day || a.start.localeCompare(b.start));
