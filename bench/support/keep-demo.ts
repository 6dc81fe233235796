import { newId } from '#server/kernel';
import { withDatabase } from '../../tests/nets/cast.ts';
import type { RunningSite } from '../../tests/support/site.ts';

/**
 * The demo's session, which is not recorded otherwise, is kept from now on; its bot, which is nobody and can open no page,
 * agreed beforehand.
 */
export async function keepDemo({ data, live }: RunningSite): Promise<void> {
  await withDatabase(data, async (client) => {
    for (let waited = 0; ; waited += 250) {
      const { rowCount } = await client.query(
        `insert into recordings.consent (session_id, identity, shown_as, choice, changed_on)
         select session_id, identity, shown_as, 'picture', now() from live.seat
         where session_id = $1 and place = 'stage'`,
        [live],
      );
      if (rowCount) break;
      if (waited > 30_000) throw new Error('nobody came to the demo’s stage');
      await new Promise((done) => setTimeout(done, 250));
    }
    await client.query(
      `insert into recordings.take (id, session_id, is_kept, started_at) values ($1, $2, true, now())`,
      [newId(20), live],
    );
    // Whoever asks later is told the same.
    await client.query(
      `update kernel.setting set value = value || '{"isKept": true}' where key = 'demo.live_session'`,
    );
  });
}
