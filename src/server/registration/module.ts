import type { Module } from '#server/kernel';
import { forget } from './forget.ts';

/** Nothing here belongs to a person that could be named: there is nothing to export or to erase for one. */
export const module: Module = {
  name: 'registration',
  jobs: { forget },
  crontab: ['40 3 * * * registration:forget'],
};
