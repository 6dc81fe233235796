import type { Module } from '#server/kernel';

export const module: Module = { name: 'registration' };
