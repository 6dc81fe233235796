import type { Module } from '#server/kernel';
import { startRecordings } from './start.ts';

export const module: Module = {
  name: 'recordings',
  jobs: {},
  listeners: {},
  start: startRecordings,
};
