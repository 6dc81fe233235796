/** A voice changed before it leaves the device. */
export interface Mask {
  /** What may leave. Silent when the mask breaks; the voice itself never passes by. */
  track: MediaStreamTrack;
  /** Another microphone takes the place of the first. */
  hear(microphone: MediaStreamTrack): void;
  stop(): void;
}

/** Throws where the browser can't do it; then nothing is sent at all. */
export async function maskVoice(microphone: MediaStreamTrack): Promise<Mask> {
  const context = new AudioContext({ latencyHint: 'interactive' });
  await context.audioWorklet.addModule('/js/mask-worklet.js');
  const changed = new AudioWorkletNode(context, 'mask', {
    channelCount: 1,
    channelCountMode: 'explicit',
    outputChannelCount: [1],
  });
  const out = context.createMediaStreamDestination();
  changed.connect(out);
  const [track] = out.stream.getAudioTracks();
  if (!track) throw new Error('no track of the mask');
  // A tab in the background, a call on the phone: the browser stops the clock and lets it be started again.
  context.onstatechange = () => {
    if (context.state === 'suspended') void context.resume();
  };
  let source: MediaStreamAudioSourceNode | undefined;
  const hear = (from: MediaStreamTrack): void => {
    source?.disconnect();
    source = context.createMediaStreamSource(new MediaStream([from]));
    source.connect(changed);
  };
  hear(microphone);
  await context.resume();
  return {
    track,
    hear,
    stop: () => {
      track.stop();
      void context.close();
    },
  };
}
