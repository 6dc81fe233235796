/** Camera or microphone, as browsers call them. */
export type DeviceKind = 'videoinput' | 'audioinput';

/** Whoever has the devices open: which one is in use, and another one instead. */
export interface DevicesInUse {
  inUse(kind: DeviceKind): string | undefined;
  use(kind: DeviceKind, deviceId: string): Promise<void>;
}

/**
 * Fills the page's choices of devices (DeviceChoice.svelte), and again when one is plugged in or out. What can't be opened
 * is not chosen: `failed` is called and the choice says again what is in use. The answer ends it.
 */
export async function offerDevices(
  page: HTMLElement,
  devices: DevicesInUse,
  failed: () => void,
): Promise<() => void> {
  const list = async (): Promise<void> => {
    const known = await navigator.mediaDevices.enumerateDevices();
    for (const select of page.querySelectorAll<HTMLSelectElement>('select[data-device]')) {
      const kind = select.dataset.device as DeviceKind;
      const now = devices.inUse(kind);
      const field = select.closest<HTMLElement>('.field');
      if (field) field.hidden = now === undefined;
      select.replaceChildren(
        ...known
          .filter((device) => device.kind === kind)
          .map((device, index) => new Option(device.label || String(index + 1), device.deviceId)),
      );
      if (now !== undefined) select.value = now;
      select.onchange = () => void devices.use(kind, select.value).catch(failed).then(list);
    }
  };
  const again = (): void => void list();
  navigator.mediaDevices.addEventListener('devicechange', again);
  await list();
  return () => navigator.mediaDevices.removeEventListener('devicechange', again);
}
