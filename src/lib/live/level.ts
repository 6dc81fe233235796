/** Moves a <meter> with the loudness of a track: root mean square, on a scale where speech fills it. */
export function showLevel(track: MediaStreamTrack, meter: HTMLMeterElement): () => void {
  const context = new AudioContext();
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const clock = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    let sum = 0;
    for (const sample of samples) sum += sample * sample;
    meter.value = Math.min(1, Math.sqrt(sum / samples.length) * 4);
  }, 80);
  return () => {
    clearInterval(clock);
    meter.value = 0;
    void context.close();
  };
}
