// Runs on somebody else's page, so it is a plain script without a module: a frame with the programme where its tag stands.
//   <script src="https://…/e/<event>/widget.js" data-lang="be" data-day="1" data-height="640"></script>
(() => {
  const tag = document.currentScript;
  if (!(tag instanceof HTMLScriptElement)) return;
  const address = new URL(tag.src);
  const event = /\/e\/([\w-]{1,64})\/widget\.js$/.exec(address.pathname)?.[1];
  if (!event) return;
  const { lang = '', day, section, zone, height, title } = tag.dataset;
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ day, section, zone })) if (value) query.set(name, value);
  const spoken = /^(be|ru|en)$/.test(lang) ? lang : 'be';
  const frame = document.createElement('iframe');
  frame.src = `${address.origin}/${spoken}/e/${event}/widget${query.size > 0 ? `?${query}` : ''}`;
  frame.title = title ?? 'Veche';
  frame.width = '100%';
  frame.height = /^\d{2,4}$/.test(height ?? '') ? height! : '640';
  frame.loading = 'lazy';
  frame.referrerPolicy = 'no-referrer';
  frame.setAttribute('credentialless', '');
  frame.style.border = '0';
  tag.after(frame);
})();
