import { asSystem, type Ctx, type Module } from '#server/kernel';
import { followBooth } from './booths/engine.ts';
import { eraseBooths, exportBooths } from './booths/personal.ts';
import { follow } from './stage/engine.ts';
import { eraseVotes, exportVotes } from './polls/personal.ts';
import { closePolls } from './polls/run.ts';
import { expireQuestions } from './questions/expire.ts';
import { eraseFloor, exportFloor, forgetFloor } from './floor/forget.ts';
import { followGathering } from './meetings/engine.ts';
import { erasePlayed, exportPlayed } from './left/played.ts';
import { endWithSession, eraseGatherings, exportGatherings, tidyGatherings } from './meetings/tidy.ts';
import { seatOwner } from './places.ts';
import { drawDeck } from './slides/draw-deck.ts';
import { eraseSlides, exportSlides, forgetSlides } from './slides/forget.ts';
import { convertStatement, forgetStatements, playStatement } from './statements/statements.ts';
import { startLive } from './start.ts';
import { expireTalk } from './talk/expiry.ts';
import { eraseTalk, exportTalk } from './talk/personal.ts';

/** The seats of a person: found by trying each session's blind index, for nothing stored joins them. */
async function seatsOf(ctx: Ctx, personId: string) {
  const rows = await ctx.db
    .selectFrom('live.seat')
    .select(['session_id', 'identity', 'owner', 'shown_as', 'role'])
    .execute();
  return rows.filter((row) => row.owner.equals(seatOwner(ctx, row.session_id, personId)));
}

export const module: Module = {
  name: 'live',
  jobs: {
    'expire-talk': expireTalk,
    follow,
    convert_statement: convertStatement,
    play_statement: playStatement,
    forget_statements: forgetStatements,
    follow_booth: followBooth,
    follow_gathering: followGathering,
    tidy_gatherings: tidyGatherings,
    draw_deck: (ctx, payload) => drawDeck(ctx, payload),
    forget_slides: forgetSlides,
    forget_floor: forgetFloor,
    'expire-questions': expireQuestions,
  },
  crontab: [
    '* * * * * live:tidy_gatherings',
    '10 * * * * live:expire-talk',
    '45 3 * * * live:forget_floor',
    '35 3 * * * live:forget_slides',
    '50 3 * * * live:expire-questions',
    '55 3 * * * live:forget_statements',
  ],
  listeners: {
    'live.over': async (ctx, { data }) => {
      await closePolls(asSystem(ctx, 'live'), String(data.sessionId));
      await endWithSession(ctx, String(data.sessionId));
    },
  },
  personal: {
    export: async (ctx, personId) => ({
      seats: (await seatsOf(ctx, personId)).map((row) => ({
        session: row.session_id,
        shownAs: row.shown_as,
        role: row.role,
      })),
      talk: await exportTalk(ctx, personId),
      floor: await exportFloor(ctx, personId),
      votes: await exportVotes(ctx, personId),
      booths: await exportBooths(ctx, personId),
      slides: await exportSlides(ctx, personId),
      meetings: await exportGatherings(ctx, personId),
      statementsPlayed: await exportPlayed(ctx, personId),
    }),
    erase: async (ctx, personId) => {
      await eraseTalk(ctx, personId);
      await eraseVotes(ctx, personId);
      await eraseFloor(ctx, personId);
      await eraseBooths(ctx, personId);
      await eraseSlides(ctx, personId);
      await eraseGatherings(ctx, personId);
      await erasePlayed(ctx, personId);
      for (const row of await seatsOf(ctx, personId)) {
        await ctx.db
          .deleteFrom('live.seat')
          .where('session_id', '=', row.session_id)
          .where('identity', '=', row.identity)
          .execute();
      }
    },
  },
  start: startLive,
};
