// Plays a recording in place: chapters and times of the text jump, the line that is spoken is marked, and where one stopped
// is kept on this device. Without it every time is a link to the file at that second.
const root = document.querySelector<HTMLElement>('[data-play]');
const media = root?.querySelector<HTMLMediaElement>('video, audio');
const name = `veche:play:${root?.dataset.play}`;
const mark = (second: number): string => {
  const two = (value: number): string => String(value).padStart(2, '0');
  const [h, m, s] = [Math.floor(second / 3600), Math.floor(second / 60) % 60, Math.floor(second) % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
};

function prepare(player: HTMLMediaElement): void {
  const play = (second: number): void => {
    const seek = (): void => {
      player.currentTime = second;
    };
    if (player.readyState > 0) seek();
    else player.addEventListener('loadedmetadata', seek, { once: true });
    player.play().catch(() => undefined);
  };
  document.addEventListener('click', (event) => {
    const at = (event.target as Element).closest<HTMLElement>('[data-second]')?.dataset.second;
    if (at === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    play(Number(at));
  });

  const asked = /^#t[-=](\d+)$/.exec(location.hash)?.[1] ?? new URLSearchParams(location.search).get('t');
  const resume = root?.querySelector<HTMLElement>('[data-play-resume]');
  const button = resume?.querySelector('button');
  try {
    const kept = Number(localStorage.getItem(name) ?? 0);
    const from = asked ? Number(asked) : kept;
    if (resume && button && from > 5) {
      resume.hidden = false;
      button.textContent = button.dataset.text?.replace('{time}', mark(from)) ?? '';
      button.addEventListener('click', () => {
        resume.hidden = true;
        play(from);
      });
    }
  } catch {
    // A browser that keeps nothing.
  }

  const lines = [...document.querySelectorAll<HTMLElement>('[data-line]')];
  let [saved, now] = [0, undefined as HTMLElement | undefined];
  player.addEventListener('timeupdate', () => {
    const second = player.currentTime;
    const line = lines.findLast((one) => Number(one.dataset.line) <= second);
    if (line !== now) {
      now?.removeAttribute('data-now');
      line?.setAttribute('data-now', '');
      now = line;
    }
    if (Math.abs(second - saved) < 5) return;
    saved = second;
    try {
      if (player.duration - second < 20) localStorage.removeItem(name);
      else localStorage.setItem(name, String(Math.floor(second)));
    } catch {
      // The same.
    }
  });
}

if (media) prepare(media);
