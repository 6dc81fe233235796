import type { Ctx, Config, Database, Lang, Log, PageNotes, Shared, Translate } from '#server/kernel';

export interface SiteFace {
  name: string;
  /** Address of the front page in the language of the reader. */
  home: string;
  /** Slug of the event that the front page shows. */
  event: string | undefined;
  hasLogo: boolean;
  /** Whether the operator chose colours: then pages link /brand.css. */
  hasBrand: boolean;
  /** Where the source of the running version is offered (AGPL §13); empty until the operator says. */
  source: string;
  langs: readonly Lang[];
}

/** The running product, as the web and the command line see it. */
export interface Veche {
  config: Config;
  log: Log;
  database: Database;
  shared: Shared;
  translate: Record<Lang, Translate>;
  /** A ctx of a guest. */
  ctx(options?: { lang?: Lang; zone?: string; page?: PageNotes }): Ctx;
  site(ctx: Ctx): Promise<SiteFace>;
  stop(): Promise<void>;
}
