import { redirect } from '@sveltejs/kit';
import { zones } from '#server/kernel';
import { declare, pageLoad } from '#server/web';

export const _page = declare({ kind: 'working', may: 'everyone' });

/** Choosing a zone without JavaScript: the choice goes into the address of the page one came from. */
export const load = pageLoad(async (ctx, event: { url: URL; locals: App.Locals }) => {
  const asked = event.url.searchParams.get('to') ?? '';
  const to = /^\/(be|ru|en)(\/[\w/-]*)?(\?[\w=&%.+:-]*)?$/.test(asked) ? asked : `/${ctx.lang}`;
  const zone = event.url.searchParams.get('zone') ?? '';
  if (zones.includes(zone)) {
    const address = new URL(to, 'http://page.invalid');
    address.searchParams.set('zone', zone);
    redirect(303, address.pathname + address.search);
  }
  return { to, zones: [...zones] };
});
