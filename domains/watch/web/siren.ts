/** How often it sounds while something loud waits. */
const EVERY_MS = 6_000
const KEY = 'vigie.alert-sound'
let context: AudioContext | null = null

/** Is sound wanted on this screen? On until it is switched off. */
export function soundOn(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'off'
  } catch {
    return true
  }
}

export function setSound(on: boolean): void {
  try {
    localStorage.setItem(KEY, on ? 'on' : 'off')
  } catch {
    // Then it holds for this visit.
  }
}

/**
 * Sounds at once and again until stopped: three rising tones, five falling ones for a call for help. `blocked` hears whether the
 * browser keeps silent because nothing was pressed yet.
 */
export function siren(help: boolean, blocked: (is: boolean) => void): () => void {
  const sound = (): void => {
    context ??= new AudioContext()
    if (context.state === 'suspended') {
      void context.resume().catch(() => {})
    }
    blocked(context.state === 'suspended')
    if (context.state === 'running') {
      play(context, help ? [1175, 932, 1175, 932, 1175] : [660, 784, 988])
    }
  }
  sound()
  const timer = setInterval(sound, EVERY_MS)
  const unblock = (): void => void context?.resume().then(sound, () => {})
  window.addEventListener('pointerdown', unblock, { once: true })
  window.addEventListener('keydown', unblock, { once: true })
  return () => {
    clearInterval(timer)
    window.removeEventListener('pointerdown', unblock)
    window.removeEventListener('keydown', unblock)
  }
}

function play(on: AudioContext, tones: readonly number[]): void {
  for (const [i, hertz] of tones.entries()) {
    const start = on.currentTime + i * 0.22
    const tone = on.createOscillator()
    const gain = on.createGain()
    tone.type = 'triangle'
    tone.frequency.value = hertz
    gain.gain.setValueAtTime(0.0001, start)
    gain.gain.exponentialRampToValueAtTime(0.22, start + 0.02)
    gain.gain.exponentialRampToValueAtTime(0.0001, start + 0.2)
    tone.connect(gain).connect(on.destination)
    tone.start(start)
    tone.stop(start + 0.21)
  }
}
