import { futureSpeakers } from './speakers/future.ts';
import { knowledgeSpeakers } from './speakers/knowledge.ts';
import { rightsSpeakers } from './speakers/rights.ts';
import { worldSpeakers } from './speakers/world.ts';
import type { Speaker } from './shape.ts';

/** Invented pseudonyms: plants, birds and things of the house. Nobody real stands behind any of them. */
export const speakers: Speaker[] = [
  ...futureSpeakers,
  ...knowledgeSpeakers,
  ...rightsSpeakers,
  ...worldSpeakers,
];
