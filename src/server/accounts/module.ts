import type { Module } from '#server/kernel';
import { makeHashing } from './hashing.ts';
import { erasePerson, exportPerson } from './people.ts';
import { forgetOldSignIns } from './sign-ins.ts';

export const module: Module = {
  name: 'accounts',
  jobs: { forget_sign_ins: forgetOldSignIns },
  crontab: ['20 3 * * * accounts:forget_sign_ins'],
  personal: { export: exportPerson, erase: erasePerson },
  start: async () => makeHashing(),
};
