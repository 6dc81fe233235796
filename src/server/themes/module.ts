import type { Module } from '#server/kernel';
import { handOver } from './hand-over.ts';

export const module: Module = { name: 'themes', nouns: ['theme'], search: handOver };
