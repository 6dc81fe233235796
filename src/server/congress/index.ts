// Reading: what the newest release says, to everyone.
export { findPrimaryEvent, findPrimaryEventLink, getEvent, listEvents } from './events-read.ts';
export { getProgramme } from './programme.ts';
export { findSessionPlaces, getSession } from './session-page.ts';
export { getPage, getSection, getSpeaker, listSpeakers } from './pages-read.ts';
// The desk: drafts, for staff.
export {
  getDesk,
  getPageDraft,
  getRoomDraft,
  getSectionDraft,
  getSessionDraft,
  getSpeakerDraft,
  listDeskEvents,
} from './desk.ts';
export { changeEvent, createEvent, eventInput, removeEvent } from './events-write.ts';
export { beginEvent, beginInput, eventTemplates } from './editions/begin.ts';
export {
  findSeriesOf,
  getSeries,
  listSeries,
  removeSeries,
  saveSeries,
  seriesInput,
  type SeriesDraft,
  type SeriesView,
} from './editions/series.ts';
export { changeSection, createSection, removeSection, sectionInput } from './sections.ts';
export { changeRoom, createRoom, removeRoom, roomInput } from './rooms.ts';
export { changeSession, createSession, removeSession, sessionInput } from './sessions.ts';
export { changeSpeaker, createSpeaker, removeSpeaker, speakerInput } from './speakers.ts';
export { pageInput, removePage, savePage } from './standing-pages.ts';
export { copyBreak, copyInput, editGrid, gridInput } from './editing/edit.ts';
export { getGrid, getGridChanges, getGridFrame } from './editing/read.ts';
export { followEdits } from './editing/streams.ts';
export type { Grid, GridChanges, GridFrame, GridResult, GridSession } from '#lib/editor/grid.ts';
export { importProgramme } from './import.ts';
export { fetchPretalx, type PretalxSource } from './import-pretalx.ts';
export {
  csvFields,
  dateOrders,
  encodings,
  lookAtTable,
  separatorNames,
  tableInput,
  type TableView,
} from './import-table.ts';
export { importThemes } from './import-themes.ts';
export { releaseProgramme } from './release.ts';
export {
  correctionInput,
  correctSession,
  undoCorrection,
  type Correction,
  type CorrectionInput,
} from './releases/correct.ts';
export { findLastChange, findNewestVersion, type NewestVersion } from './releases/newest.ts';
export { listChangesFor, type OwnChange } from './releases/own.ts';
export {
  compareVersions,
  getReleasePlan,
  hushRelease,
  listReleases,
  type ReleasePlan,
} from './releases/plan.ts';
export {
  getChangeLog,
  getChangesSince,
  getNews,
  getVersion,
  type ChangeLog,
  type SinceView,
  type VersionView,
} from './releases/read.ts';
export type { ChangeCounts, ChangeKind, ChangeSide, ReleaseHead, SessionChange } from './releases/shapes.ts';
export { listClashes, type ClashFilter } from './clashes.ts';
export { getClashPlan } from './planning/plan.ts';
export { acceptanceInput, acceptClash, rejectClash } from './planning/acceptance.ts';
export { declareRule, listRules, removeRule, ruleInput, type ShownRule } from './planning/rules.ts';
export { listPlaces, placeSession, type Places, type ShownPlace } from './planning/places.ts';
export type { Named, ShownClash } from './planning/shown.ts';
export {
  exportFormats,
  exportProgramme,
  packExport,
  type Exported,
  type ExportFormat,
  type ExportOptions,
} from './export.ts';
export { apiOperations, describeApi, readApi, type ApiOperation } from './export-api.ts';
// Visitors' own schedules behind private links.
export {
  addToPlan,
  chooseInPlan,
  createPlan,
  emptyPlan,
  mostOfPlan,
  removeFromPlan,
  removePlan,
} from './plans/plans.ts';
export { getBook, type BookView } from './plans/book.ts';
export { exportForDevices } from './plans/device.ts';
export { exportPlan, getPlan, type OwnProgramme, type PlanView } from './plans/own.ts';
export { fromWallClock, toWallClock } from './times.ts';
// Speakers' own desk: for whom a profile is tied to.
export { getSpeakerDesk, getSpeaking, type SpeakerDesk, type SpeakingHome } from './speaking/desk.ts';
export {
  addAvailability,
  availabilityInput,
  clearAvailability,
  getAvailability,
  noteAvailability,
  setAvailability,
  spanInput,
} from './speaking/availability.ts';
export { getOwnNeeds, getSpeakerWishes, needsInput, setOwnNeeds, type Needs } from './speaking/needs.ts';
export {
  giveMaterial,
  listOwnMaterials,
  materialInput,
  materialLimit,
  removeMaterial,
  type Material,
} from './speaking/materials.ts';
export { getMaterial } from './speaking/hand-out.ts';
export { getPortrait, portraitLimit, removePortrait, setPortrait } from './speaking/portraits.ts';
// Languages and the crew: who does what, and what nobody does.
export { changeCrew, createCrew, crewInput, getCrewDraft, listCrew, removeCrew } from './languages/crew.ts';
export { crewRoles } from './languages/roles.ts';
export {
  assignCrew,
  assignmentInput,
  listAssignments,
  unassignCrew,
  type Assignment,
} from './languages/assignments.ts';
export { findOwnWork } from './languages/own-crew.ts';
export { setWays, ways, waysInput } from './languages/ways.ts';
export { getLanguageMatrix, type LanguageMatrix, type MatrixRow } from './languages/matrix.ts';
export { getRunningOrder, type OrderRow, type RunningOrder } from './languages/order.ts';
export { getRunOfShow, type RunOfShow, type RunRow } from './languages/run.ts';
export { module } from './module.ts';
export { eventKinds, sessionKinds } from './shapes.ts';
export type {
  Day,
  EventHead,
  EventKind,
  EventListItem,
  EventView,
  Html,
  NowAndNext,
  PageLink,
  PageView,
  ProgrammeFilter,
  ProgrammeView,
  SectionLink,
  SectionView,
  SessionCard,
  SessionKind,
  SessionNeighbour,
  SessionView,
  SpeakerView,
} from './shapes.ts';
export type {
  EventDesk,
  EventDraft,
  ImportInput,
  ImportResult,
  PageDraft,
  ReleaseResult,
  RoomDraft,
  SectionDraft,
  SessionDraft,
  SpeakerDraft,
} from './desk-shapes.ts';
