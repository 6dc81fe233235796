export {
  consentInput,
  findOwnConsent,
  giveConsent,
  isSettled,
  listAnswers,
  listConsents,
  listOwnConsents,
  remindOfConsent,
  revokeConsent,
  revokeInput,
  setConsent,
  type Answer,
  type OwnConsent,
} from './consent/consent.ts';
export { getMarks, type Mark, type Marks } from './consent/marks.ts';
export { choices as consentChoices, type Choice as ConsentChoice, type Consent } from './consent/rows.ts';
export { module } from './module.ts';
export { readJournal, spans, type Entry, type Spans } from './journal.ts';
export { recordingsPart, type RecordingsPart } from './part.ts';
export { findTake, wantTake, type Take } from './takes.ts';
export { listTroubles, type Trouble } from './troubles.ts';
export {
  findRecordingOf,
  getRecording,
  getRecordingDesk,
  listRecordingsOf,
  mayWorkOn,
  type OfSession,
  type RecordingFile,
  type RecordingView,
} from './recordings.ts';
export {
  countRecordings,
  listRecordings,
  recordingsAtOnce,
  type RecordingFilter,
  type RecordingItem,
  type RecordingList,
} from './publish/list.ts';
export { marksInput, publishRecording, setMarks, withdrawRecording } from './publish/publish.ts';
export {
  correctLine,
  exportTranscript,
  getTranscript,
  importTranscript,
  lineInput,
  subtitlesInput,
  type Transcript,
} from './transcript/transcript.ts';
export type { Line as TranscriptLine } from './transcript/lines.ts';
export { acceptInput, acceptProposed, acceptUpload, factsInput } from './archive/accept.ts';
export { proposeSessions, type Proposal } from './archive/candidates.ts';
export {
  changeRecording,
  getDeskRecording,
  listDeskRecordings,
  publishArchived,
  retryRecording,
  withdrawFromDesk,
  type DeskRecording,
} from './archive/desk.ts';
export { eraseRecording } from './archive/erase.ts';
export { packRecordings, sizeOfExport } from './archive/export/bag.ts';
export { dayOf, titleOf } from './archive/match.ts';
export { getKeeping, keepingInput, setKeeping } from './archive/retention.ts';
export { makeUploadTicket } from './archive/ticket.ts';
export { dropUpload, listUploads, type Upload } from './archive/uploads.ts';
export { writeChapters, writePodcast, writeRecordingsAtom } from './feeds/feeds.ts';
export { openStorage } from './storage/open.ts';
export { getProceedings, getSectionProceedings } from './proceedings/gather.ts';
export type { LongText, Proceedings, SessionProceedings } from './proceedings/shape.ts';
