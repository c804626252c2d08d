import { useEffect, useRef } from 'react'
import { useBindings } from './bindings.ts'
import { isTyping } from './commands.ts'
import { keyNames, meaning } from './keymap.ts'

/** Keys on a focused button or link that press it; they are not ours. */
const PRESSING = new Set(['Enter', ' '])
/** A dialog or a menu has the keys to itself. */
const COVER = '[role="dialog"],[role="menu"],[role="alertdialog"]'

/** Listen to keys for as long as the frame is on screen: the table of keys decides, whoever is on screen answers. */
export function useKeys(): void {
  const bindings = useBindings()
  const latest = useRef(bindings)
  useEffect(() => {
    latest.current = bindings
  })
  useEffect(() => {
    let chord = ''
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || ['Shift', 'Control', 'Alt', 'Meta', 'AltGraph'].includes(event.key)) {
        return
      }
      const names = keyNames(event)
      const held = names.some((name) => name.startsWith('Ctrl+'))
      const inField = isTyping(event.target)
      // In a field every key is text but the palette's; undoing in a field is the field's own.
      if ((inField || document.querySelector(COVER)) && !(held && names.includes('Ctrl+k'))) {
        chord = ''
        return
      }
      if (PRESSING.has(event.key) && event.target instanceof HTMLElement && event.target.closest('button, a, summary, [role="button"], [role="option"]')) {
        return
      }
      const meant = meaning(latest.current, names, chord, (b) => b.shown())
      chord = meant.chord
      if (meant.taken) {
        event.preventDefault()
        meant.found?.run()
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
