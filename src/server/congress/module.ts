import type { Module } from '#server/kernel';

export const congressModule: Module = { name: 'congress', nouns: ['event', 'section', 'session'] };
