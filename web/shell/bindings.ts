import { useMemo } from 'react'
import { useWords } from '../i18n/i18n.tsx'
import { roomSource, slot } from '../registry.ts'
import { navigate } from '../router.ts'
import { useSession } from '../session.tsx'
import { isAnswered, send, sendWhenShown } from './commands.ts'
import type { Command } from './commands.ts'
import { OWN } from './keymap.ts'
import type { Place } from './keymap.ts'

/** A line of the map of keys, ready to be shown and done: the shell's own and those of domains. */
export type Key = { id: string; keys: readonly string[]; place: Place; local?: true; words: string; shown(): boolean; run(): void }

const inRoom = () => window.location.pathname === '/' || window.location.pathname === '/wall'
/** Parts whose own keys are listed while they are on screen. */
const LOCAL_PARTS: Partial<Record<Place, string>> = { 'log': '.logrows', 'quick-log': '.quicklog' }

/** Every key this person has, in one list: what the keys do, what the palette offers and what the map of keys shows. */
export function useBindings(): readonly Key[] {
  const { t, label } = useWords()
  const { kinds } = useSession()
  return useMemo(() => {
    const source = roomSource()
    const mayLog = kinds.some((k) => k.name === source?.kind && k.canCreate)
    const own = OWN.filter((b) => !b.mayLog || mayLog).map((b): Key => {
      const words = t(b.label)
      const { to } = b
      if (to !== undefined) {
        return { ...b, words, shown: () => true, run: () => navigate(to === '/wall' || to === '/' ? roomAddress(to) : to) }
      }
      if (b.local) {
        const part = LOCAL_PARTS[b.place] ?? ''
        return { id: b.id, keys: b.keys, place: b.place, local: true, words, shown: () => document.querySelector(part) !== null, run: () => undefined }
      }
      const command = b.id as Command
      if (command === 'focus-quicklog') {
        // The room is gone to first, from wherever one is.
        return { id: b.id, keys: b.keys, place: b.place, words, shown: () => true, run: () => toQuickLog() }
      }
      return { id: b.id, keys: b.keys, place: b.place, words, shown: () => isAnswered(command), run: () => send(command) }
    })
    const more = slot('commands').filter((c) => c.keys !== undefined && (c.kind === undefined || kinds.some((k) => k.name === c.kind))).map((c): Key => ({
      id: c.id, keys: [c.keys ?? ''], place: c.where, words: label(c.label), shown: () => (c.where === 'everywhere' || inRoom()) && (c.shown?.() ?? true), run: () => c.run(),
    }))
    return [...own, ...more]
  }, [kinds, t, label])
}

/** The room and its wall show the same filters and moment: going from one to the other keeps them. */
function roomAddress(to: '/' | '/wall'): string {
  const search = new URLSearchParams(inRoom() ? window.location.search : '')
  search.delete('open')
  return search.size > 0 ? `${to}?${search.toString()}` : to
}

/** Put the cursor into the quick-log bar, wherever one is. */
export function toQuickLog(): void {
  if (window.location.pathname !== '/' || new URLSearchParams(window.location.search).has('at')) {
    navigate('/')
    sendWhenShown('focus-quicklog')
    return
  }
  sendWhenShown('focus-quicklog')
}
