let context: AudioContext | null = null

/** Two soft tones, short enough for a night watch. Says nothing where the browser allows no sound before a first click. */
export function chime(): void {
  context ??= new AudioContext()
  if (context.state === 'suspended') {
    void context.resume().catch(() => {})
  }
  for (const [i, hertz] of [660, 880].entries()) {
    const start = context.currentTime + i * 0.16
    const tone = context.createOscillator()
    const gain = context.createGain()
    tone.frequency.value = hertz
    gain.gain.setValueAtTime(0.0001, start)
    gain.gain.exponentialRampToValueAtTime(0.08, start + 0.02)
    gain.gain.exponentialRampToValueAtTime(0.0001, start + 0.15)
    tone.connect(gain).connect(context.destination)
    tone.start(start)
    tone.stop(start + 0.16)
  }
}
