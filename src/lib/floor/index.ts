export {
  clockText,
  leftMs,
  makeServerClock,
  pauseMs,
  phaseOf,
  spentMs,
  type ClockPhase,
  type SpeechClock,
} from './clock.ts';
export { allowance, historyOf, leastTurnMs } from './history.ts';
export {
  floorKinds,
  floorRules,
  isShort,
  pointCategories,
  type FloorKind,
  type FloorRule,
  type FloorTerms,
  type Placed,
  type PointCategory,
  type Reason,
  type Spoken,
  type Waiting,
} from './kinds.ts';
export { orderFloor, topicOf } from './order.ts';
export { byGroup, byKind, sharesOf, type Share } from './shares.ts';
