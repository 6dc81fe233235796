import type { Ctx, Lang, Translate } from '#server/kernel';
import type { Veche } from '#server/app';

declare global {
  namespace App {
    interface Locals {
      ctx: Ctx;
    }
    interface Error {
      message: string;
      code?: string;
      /** Names this fault in the log; nothing else of it is shown. */
      id?: string;
    }
    interface Platform {
      req: {
        veche: Veche;
        /** Set by our own server when a reading page is rendered for everybody. */
        guestPage?: { lang: Lang; zone: string; page: NonNullable<Ctx['page']> };
      };
    }
    interface PageData {
      t: Translate;
      lang: Lang;
    }
  }
}

export {};
