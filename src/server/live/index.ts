export { addCaption, lastLines, lineInput, say, type Line } from './lines.ts';
export { getBackstageNote, getHostKit, needHeard, type HostKit } from './host-kit.ts';
export { joinAsListener, joinSeat, type Ticket } from './joining.ts';
export { module } from './module.ts';
export { livePart, type LivePart } from './part.ts';
export {
  answerQuestion,
  askQuestion,
  hideQuestion,
  listQuestions,
  moveQuestion,
  questionInput,
  questionMoveInput,
  showQuestion,
  type HostQuestion,
  type ShownQuestion,
} from './questions.ts';
export {
  bringOnStage,
  changeSeat,
  enterHall,
  findSeat,
  leaveSeat,
  listSeats,
  mute,
  seatInput,
  seatMoveInput,
  takeOffStage,
  takeSeat,
  unmute,
  type Seat,
} from './seats.ts';
export {
  backstageNoteInput,
  changeNote,
  endSession,
  getLive,
  goLive,
  liveOf,
  mayRun,
  noteInput,
  openBackstage,
  stateInput,
  tellBackstage,
  type LiveState,
  type LiveView,
  type OnStage,
} from './stages.ts';
export { listStates } from './states.ts';
export type { EngineState } from './engine/engine.ts';
