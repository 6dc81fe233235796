import type { Module } from '#server/kernel';

export const themesModule: Module = { name: 'themes', nouns: ['theme'] };
