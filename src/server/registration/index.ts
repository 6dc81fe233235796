// Everyone: how one registers, a ticket and what its holder may do.
export { findState, getRegistration, makeBox } from './view.ts';
export type { AskedQuestion, RegistrationState, RegistrationView } from './view.ts';
export { register, registerInput, graceMinutes, type Registered } from './register.ts';
export {
  cancelTicket,
  changeAnswers,
  checkIn,
  getTicket,
  ticketAnswersInput,
  ticketInput,
} from './tickets.ts';
export type { TicketView } from './tickets.ts';
export { longestText } from './answers.ts';
// Who works on the event.
export {
  modes,
  readSettings,
  saveSettings,
  settingsInput,
  type Mode,
  type Settings,
  type SettingsInput,
} from './settings.ts';
export { listQuestions, questionInput, questionKinds, removeQuestion, saveQuestion } from './questions.ts';
export type { Question, QuestionKind } from './questions.ts';
export { groupInput, listGroups, makeGroup, revokeGroup, setGroupPlaces, type Group } from './groups.ts';
export { getTotals, type Totals } from './totals.ts';
export { fewest, fewestTexts, needKeeper } from './policy.ts';
export { getStampHost, openStamps, type StampHost } from './stamps.ts';
// Stamps and certificates.
export { stampInput, takeStamp, type GivenStamp } from './stamps.ts';
export { getStampPoint, type StampPoint } from './stamp-points.ts';
export { certificateInput, issueCertificate, verifyCertificate, type Certificate } from './certificates.ts';
export { module } from './module.ts';
