import type { Module } from '#server/kernel';
import { makeHashing } from './hashing.ts';
import { erasePerson, exportPerson, forget } from './people.ts';

export const module: Module = {
  name: 'accounts',
  jobs: { forget },
  crontab: ['20 3 * * * accounts:forget'],
  personal: { export: exportPerson, erase: erasePerson },
  start: async () => makeHashing(),
};
