export { module } from './module.ts';
export { recordingsPart, type RecordingsPart } from './part.ts';
