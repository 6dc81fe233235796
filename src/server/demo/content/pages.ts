import { about } from './pages/about.ts';
import { conduct } from './pages/conduct.ts';
import { partners } from './pages/partners.ts';
import { press } from './pages/press.ts';
import { safety } from './pages/safety.ts';
import type { StandingPage } from './shape.ts';

export const pages: StandingPage[] = [about, conduct, safety, partners, press];
