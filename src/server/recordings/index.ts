export {
  consentInput,
  findOwnConsent,
  giveConsent,
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
