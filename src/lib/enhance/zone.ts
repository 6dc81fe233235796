// On the programme: one tap to the browser's own time zone. The zone goes into the address, nowhere else.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

function offer(): void {
  const shown = document.querySelector<HTMLElement>('[data-zone]');
  const link = document.querySelector<HTMLAnchorElement>('[data-zone-link]');
  if (!shown || !link || !zone || shown.dataset.zone === zone) return;
  const address = new URL(location.href);
  address.searchParams.set('zone', zone);
  link.href = address.pathname + address.search;
}
offer();
document.addEventListener('veche:fresh', offer);
export {};
