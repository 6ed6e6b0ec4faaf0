import { onScopeDispose, shallowRef } from 'vue'
import type { Severity } from '@/wire/codes'
import { kept } from './kept'

export type SoundState = 'on' | 'off' | 'blocked'

/** One tone per severity; blue is silent. Frequencies in hertz, played one after another. */
const tones: Record<Severity, readonly number[]> = { red: [880, 660, 880], orange: [660, 550], yellow: [523], blue: [] }
const ToneSeconds = 0.16
const GroupMilliseconds = 3000

/** Three tones by severity, once a group. A browser that blocks sound is said so, never silent unnoticed. */
export function useSound() {
  const wanted = kept('gridactors.sound', true)
  const state = shallowRef<SoundState>('off')
  let audio: AudioContext | undefined
  let playedAt = 0

  function look() {
    state.value = !wanted.value ? 'off' : audio?.state === 'running' ? 'on' : 'blocked'
  }

  async function start() {
    try {
      audio ??= new AudioContext()
      audio.onstatechange = look
      await audio.resume()
    } catch { /* no audio device: stays blocked */ }
    look()
  }

  async function turn(on: boolean) {
    wanted.value = on
    look()
    if (on) await start()
  }

  function play(severity: Severity) {
    const now = Date.now()
    if (state.value !== 'on' || !audio || now - playedAt < GroupMilliseconds) return
    playedAt = now
    tones[severity].forEach((hertz, n) => {
      if (!audio) return
      const tone = audio.createOscillator(), volume = audio.createGain()
      const from = audio.currentTime + n * ToneSeconds
      tone.frequency.value = hertz
      volume.gain.setValueAtTime(0.12, from)
      volume.gain.exponentialRampToValueAtTime(0.001, from + ToneSeconds)
      tone.connect(volume).connect(audio.destination)
      tone.start(from)
      tone.stop(from + ToneSeconds)
    })
  }

  const gesture = () => { if (wanted.value && state.value !== 'on') void start() }
  addEventListener('click', gesture) // not sooner: the banner it takes away must not move what is being pressed
  addEventListener('keydown', gesture)
  onScopeDispose(() => {
    removeEventListener('click', gesture)
    removeEventListener('keydown', gesture)
    void audio?.close()
  })
  look()

  return { state, turn, play }
}
export type Sound = ReturnType<typeof useSound>
