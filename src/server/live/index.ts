// The stage: its states, who comes on it and how it looks.
export {
  arrange,
  arrangementOf,
  layoutInput,
  layouts,
  type Arrangement,
  type Layout,
} from './stage/arrangement.ts';
export { enterDue, sayNotYet } from './stage/calling.ts';
export { choiceInput, choose } from './stage/choices.ts';
export { findCrewParts, type CrewPart } from './stage/crew-parts.ts';
export {
  getBackstageNews,
  getBackstageNote,
  getHostKit,
  isInvited,
  needHeard,
  type BackstageNews,
  type HostKit,
} from './stage/host-kit.ts';
export { joinAsListener, joinBackstage, joinSeat, tryConnection, type Ticket } from './stage/joining.ts';
export {
  bringOnStage,
  changeSeat,
  countdownMs,
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
  type Picture,
  type Seat,
} from './stage/seats.ts';
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
} from './stage/stages.ts';
export { listStates } from './stage/states.ts';
// The list of speakers.
export {
  callInput,
  callSpeaker,
  changeClock,
  clockInput,
  moveInput,
  moveOnFloor,
  removeFromFloor,
  removeInput,
} from './floor/calling.ts';
export { addInput, addToFloor, enterFloor, enterInput, finishSpeech, leaveFloor } from './floor/entering.ts';
export { mustChair } from './floor/floor.ts';
export { openFloor, openInput, setTerms, termsInput } from './floor/settings.ts';
export { getFloor, getOwnFloor, type FloorView, type OwnFloor } from './floor/view.ts';
// Talk: messages, hands, reactions, reports.
export { keptHours as talkKeptHours } from './talk/expiry.ts';
export { handInput, isHandUp, setHand } from './talk/hands.ts';
export { lastMessages, sayInput, sayInTalk, bounds as talkBounds, type Message } from './talk/messages.ts';
export { handsBand } from './talk/part.ts';
export { reactionKinds } from './talk/reaction-counts.ts';
export { react, reactionInput } from './talk/reactions.ts';
export { getThing, reportInput, reportThing } from './talk/reports.ts';
export { getTalk, type Talk } from './talk/settings.ts';
// Moderation: acts, removed seats, the emergency stop.
export { listActs, reasons, type Act } from './moderation/acts.ts';
export { getModeratorDesk, type ModeratorDesk } from './moderation/desk.ts';
export { mayModerate } from './moderation/policy.ts';
export {
  readmitInput as seatReadmitInput,
  readmitSeat,
  removeInput as seatRemoveInput,
  removeSeat,
} from './moderation/seats.ts';
export { resumeSession, stopSession } from './moderation/stop.ts';
export {
  hideInput,
  hideThing,
  keepThing,
  lowerAllHands,
  setTalk,
  silenceAuthor,
  silenceInput,
  talkModeInput,
  thingInput,
} from './moderation/talk.ts';
// Questions.
export { askQuestion, questionInput } from './questions/ask.ts';
export { expireQuestions, questionsKeptDays } from './questions/expire.ts';
export {
  answerQuestion,
  changeQuestionRules,
  hideQuestion,
  mergeQuestion,
  moveQuestion,
  pinQuestion,
  questionAnswerInput,
  questionMergeInput,
  questionMoveInput,
  questionRulesInput,
  showQuestion,
} from './questions/host.ts';
export {
  listAnswered,
  listQuestions,
  questionRules,
  shownQuestions,
  type HostQuestion,
  type QuestionRules,
  type ShownQuestion,
} from './questions/read.ts';
export { ownQuestionVotes, questionVoteInput, voteQuestion } from './questions/votes.ts';
// Polls.
export { getPoll, listPollResults, listPolls, type PollView, type ShownResult } from './polls/read.ts';
export { draftPoll, movePoll } from './polls/run.ts';
export {
  ballotInput,
  electorates,
  pollInput,
  pollKinds,
  pollMoveInput,
  type PollInput,
} from './polls/shape.ts';
export { vote } from './polls/vote.ts';
// Slides.
export { mustGive as mustGiveSlides } from './slides/access.ts';
export { changeDeck, deckInput, deckMoveInput, giveSlides, listDecks, type Deck } from './slides/decks.ts';
export { unkeepSlides } from './slides/forget.ts';
export { fileLimit as slidesLimit } from './slides/limits.ts';
export { getSlideFile } from './slides/pictures.ts';
export { currentSlide, hideSlides, keptSlides, showInput, showSlide, type SlideNow } from './slides/show.ts';
export { slideHeaders } from './slides/slide-file.ts';
// Statements of those who don’t connect.
export { findFfmpeg, readerOf } from './statements/convert.ts';
export {
  giveStatement,
  moveStatement,
  needSeat,
  removeStatement,
  statementInput,
  statementMoveInput,
  takesStatements,
  type Statement,
} from './statements/statements.ts';
// Lines and captions, and their desks, keys and port.
export {
  addCaption,
  captionInput,
  correctCaption,
  correctionOfCaption,
  needCaptioner,
  typeCaption,
} from './captions/captions.ts';
export { getCaptionDesk, takeCaptionDesk, type CaptionDesk } from './captions/desk.ts';
export {
  captionKeyInput,
  listCaptionKeys,
  makeCaptionKey,
  revokeCaptionKey,
  type CaptionKey,
} from './captions/keys.ts';
export { lastLines, lineInput, say, type Line } from './captions/lines.ts';
export { admitPort, hearPort, longestRequest } from './captions/port.ts';
export { getVtt, readVtt, toCues, writeVtt, type Cue } from './captions/vtt.ts';
// Booths of interpreters.
export { closeBooth, listBooths, needBooth, openBooth, type BoothState } from './booths/booths.ts';
export { getLanguageDesk, type LanguageDesk } from './booths/language-desk.ts';
export {
  askSlower,
  boothNameInput,
  enterBooth,
  freeMicrophone,
  leaveBooth,
  offerMicrophone,
  openMicrophone,
  takeMicrophone,
} from './booths/microphone.ts';
export { keepsBooths, langInput, langOf } from './booths/places.ts';
export { boothLineInput, getBooth, joinBooth, sayInBooth, type BoothView } from './booths/view.ts';
// Meetings, closed ones, and tables.
export {
  addTable,
  getLounge,
  getLoungeTable,
  loungeInput,
  removeTable,
  setLounge,
  tableInput,
  type LoungeTable,
  type LoungeView,
} from './lounge/lounge.ts';
export { breakoutInput, callBack, goToRoom, splitInput, splitMeeting } from './meetings/breakouts.ts';
export { endClosed, mayOpenClosed, openClosed } from './meetings/closed.ts';
export { joinGathering } from './meetings/engine.ts';
export { sharedNotesInput, writeNotes } from './meetings/notes.ts';
export { endMeeting, findMeeting, kindsThatMeet, needMeeting, openMeeting } from './meetings/open.ts';
export {
  gatheringNameInput,
  letIn,
  lobbyInput,
  placeInput,
  setLobby,
  showOut,
  sitDown,
  standUp,
} from './meetings/seats.ts';
export { letBack } from './meetings/shown-out.ts';
export { getGathering, type GatheringView, type InGathering } from './meetings/view.ts';
// What a session leaves.
export {
  addOutcome,
  listCauses,
  listOutcomes,
  mustTell,
  outcomeInput,
  outcomeTakeInput,
  removeOutcome,
  type Outcome,
} from './left/outcomes.ts';
export {
  forgetOwnPlayed,
  isPlayedListed,
  listPlayed,
  playedTakeInput,
  removePlayed,
  type Played,
} from './left/played.ts';
export {
  findSaidFrom,
  getSaid,
  listSaid,
  toParagraphs,
  type Said,
  type SaidLanguage,
  type SaidParagraph,
} from './left/said.ts';
// For other modules, never for a page: who is heard, and the bot that follows.
export { blankCaptions, type Spoken } from './captions/blank.ts';
export { listHeard, ownerIn, ownerOf, type Heard } from './heard.ts';
export { listCaptions, listSpeeches, type CaptionTime, type SpeechTime } from './left/for-recording.ts';
export { forgetHeard } from './left/forget-heard.ts';
export { followStage, joinAsRecorder, type Followed } from './recorder.ts';
// The module, the engine and the bus.
export { openCarrier } from './bus/open-carrier.ts';
export type { EngineState } from './engine/engine.ts';
export { module } from './module.ts';
export { livePart, type LivePart } from './part.ts';
