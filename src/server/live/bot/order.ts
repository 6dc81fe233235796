/** What the site tells the drawing process; the token never stands in its arguments or environment. */
export interface BotOrder {
  url?: string;
  token?: string;
  seed?: string;
  fps?: number;
}
