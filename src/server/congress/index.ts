// Reading: what the newest release says, to everyone.
export { findPrimaryEvent, getEvent, listEvents } from './events-read.ts';
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
export { changeSection, createSection, removeSection, sectionInput } from './sections.ts';
export { changeRoom, createRoom, removeRoom, roomInput } from './rooms.ts';
export { changeSession, createSession, removeSession, sessionInput } from './sessions.ts';
export { changeSpeaker, createSpeaker, removeSpeaker, speakerInput } from './speakers.ts';
export { pageInput, removePage, savePage } from './standing-pages.ts';
export { importProgramme } from './import.ts';
export { importThemes } from './import-themes.ts';
export { releaseProgramme } from './release.ts';
export { listClashes } from './clashes.ts';
export { exportFormats, exportProgramme, type Exported, type ExportFormat } from './export.ts';
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
  Clash,
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
