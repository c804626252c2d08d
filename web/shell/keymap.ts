import type { TextKey } from '../i18n/texts.ts'
import type { Command } from './commands.ts'

/** Where on the screen a key belongs; of two that fit, the one named first here is meant. */
export const PLACES = ['past', 'log', 'record', 'quick-log', 'time', 'map', 'room', 'everywhere'] as const
export type Place = (typeof PLACES)[number]

/**
 * One line of the map of keys. `keys` are names as `keyNames` makes them; a chord is two of them with a space between.
 * `to` goes to an address; any other line is a command some part on screen answers. `local`: the part that has the focus
 * reads it itself, by this table (`localCommand`) or as the field it is.
 */
export type Binding = { id: string; keys: readonly string[]; place: Place; label: TextKey; to?: string; local?: true; mayLog?: true }

type Own = Omit<Binding, 'id'> & ({ id: Command } | { id: string; to: string } | { id: string; local: true })

/** The shell's own keys. What domains add stands in the `commands` slot. */
export const OWN: readonly Own[] = [
  { id: 'palette', keys: ['Ctrl+k'], place: 'everywhere', label: 'help.palette' },
  { id: 'help', keys: ['?'], place: 'everywhere', label: 'help.keys' },
  { id: 'glossary', keys: ['Shift+G'], place: 'everywhere', label: 'keys.glossary' },
  { id: 'undo', keys: ['u', 'Ctrl+z'], place: 'everywhere', label: 'help.undo' },
  { id: 'focus-quicklog', keys: ['/'], place: 'everywhere', label: 'help.quicklog', mayLog: true },
  { id: 'new-record', keys: ['n'], place: 'everywhere', label: 'keys.new-record' },
  { id: 'theme', keys: ['Shift+T'], place: 'everywhere', label: 'keys.theme' },
  { id: 'rail', keys: ['g n'], place: 'everywhere', label: 'keys.rail' },
  { id: 'rail-wide', keys: ['Shift+N'], place: 'everywhere', label: 'keys.rail-wide' },
  { id: 'go-room', keys: ['g r'], place: 'everywhere', label: 'help.go-room', to: '/' },
  { id: 'go-wall', keys: ['g w'], place: 'everywhere', label: 'keys.go-wall', to: '/wall' },
  { id: 'go-actors', keys: ['g a'], place: 'everywhere', label: 'help.go-actors', to: '/k/actor' },
  { id: 'go-tech', keys: ['g t'], place: 'everywhere', label: 'help.go-tech', to: '/technologies' },
  { id: 'go-import', keys: ['g i'], place: 'everywhere', label: 'help.go-import', to: '/import' },
  { id: 'go-admin', keys: ['g d'], place: 'everywhere', label: 'nav.admin', to: '/admin' },
  { id: 'go-me', keys: ['g m'], place: 'everywhere', label: 'help.go-me', to: '/me' },

  { id: 'focus-search', keys: ['f'], place: 'room', label: 'help.search' },
  { id: 'focus-log', keys: ['l'], place: 'room', label: 'keys.focus-log' },
  { id: 'log-next', keys: ['j'], place: 'room', label: 'keys.log-next' },
  { id: 'log-previous', keys: ['k'], place: 'room', label: 'keys.log-previous' },
  { id: 'log-open', keys: ['o'], place: 'room', label: 'keys.log-open' },
  { id: 'close', keys: ['Escape'], place: 'room', label: 'help.close' },
  { id: 'toggle-log', keys: ['['], place: 'room', label: 'help.log' },
  { id: 'toggle-side', keys: [']'], place: 'room', label: 'help.side' },
  { id: 'toggle-map', keys: ['\\'], place: 'room', label: 'keys.map-panel' },

  { id: 'log-move', keys: ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End'], place: 'log', label: 'help.rows', local: true },
  { id: 'log-enter', keys: ['Enter'], place: 'log', label: 'keys.log-enter', local: true },

  { id: 'map-in', keys: ['+', '='], place: 'map', label: 'keys.map-in' },
  { id: 'map-out', keys: ['-'], place: 'map', label: 'keys.map-out' },
  { id: 'map-home', keys: ['h'], place: 'map', label: 'keys.map-home' },
  { id: 'map-left', keys: ['Shift+ArrowLeft'], place: 'map', label: 'keys.map-left' },
  { id: 'map-right', keys: ['Shift+ArrowRight'], place: 'map', label: 'keys.map-right' },
  { id: 'map-up', keys: ['Shift+ArrowUp'], place: 'map', label: 'keys.map-up' },
  { id: 'map-down', keys: ['Shift+ArrowDown'], place: 'map', label: 'keys.map-down' },
  { id: 'map-layers', keys: ['m l'], place: 'map', label: 'keys.map-layers' },
  { id: 'map-goto', keys: ['m t'], place: 'map', label: 'keys.map-goto' },
  { id: 'map-measure', keys: ['m m'], place: 'map', label: 'keys.map-measure' },
  { id: 'map-draw', keys: ['m d'], place: 'map', label: 'keys.map-draw' },
  { id: 'map-grid', keys: ['m g'], place: 'map', label: 'keys.map-grid' },
  { id: 'map-areas', keys: ['m c'], place: 'map', label: 'keys.map-areas' },
  { id: 'map-heat', keys: ['m h'], place: 'map', label: 'keys.map-heat' },
  { id: 'map-symbols', keys: ['m s'], place: 'map', label: 'keys.map-symbols' },

  { id: 'time-24', keys: ['1'], place: 'time', label: 'keys.time-24' },
  { id: 'time-168', keys: ['2'], place: 'time', label: 'keys.time-168' },
  { id: 'time-720', keys: ['3'], place: 'time', label: 'keys.time-720' },
  { id: 'time-all', keys: ['0'], place: 'time', label: 'keys.time-all' },
  { id: 'time-earlier', keys: [','], place: 'time', label: 'keys.time-earlier' },
  { id: 'time-later', keys: ['.'], place: 'time', label: 'keys.time-later' },
  { id: 'past', keys: ['p'], place: 'time', label: 'keys.past' },
  { id: 'past-jump', keys: ['Shift+P'], place: 'time', label: 'keys.past-jump' },

  { id: 'past-back', keys: ['ArrowLeft'], place: 'past', label: 'keys.past-back' },
  { id: 'past-on', keys: ['ArrowRight'], place: 'past', label: 'keys.past-on' },
  { id: 'past-faster', keys: ['>'], place: 'past', label: 'keys.past-faster' },
  { id: 'past-slower', keys: ['<'], place: 'past', label: 'keys.past-slower' },
  { id: 'past-leave', keys: ['Escape'], place: 'past', label: 'keys.past-leave' },

  { id: 'action-submit', keys: ['Shift+S'], place: 'record', label: 'action.submit' },
  { id: 'action-approve', keys: ['a'], place: 'record', label: 'action.approve' },
  { id: 'action-return', keys: ['r'], place: 'record', label: 'action.return' },
  { id: 'action-edit', keys: ['e'], place: 'record', label: 'action.edit' },
  { id: 'action-start-verification', keys: ['s'], place: 'record', label: 'action.start-verification' },
  { id: 'action-corroborate', keys: ['Shift+C'], place: 'record', label: 'action.corroborate' },
  { id: 'action-verify', keys: ['v'], place: 'record', label: 'action.verify' },
  { id: 'action-refute', keys: ['Shift+R'], place: 'record', label: 'action.refute' },
  { id: 'action-retract', keys: ['x'], place: 'record', label: 'action.retract' },

  { id: 'quick-save', keys: ['Enter'], place: 'quick-log', label: 'help.save', local: true, mayLog: true },
  { id: 'quick-attach', keys: ['Alt+d'], place: 'quick-log', label: 'help.attach', local: true, mayLog: true },
  { id: 'quick-templates', keys: [';', 'Alt+t'], place: 'quick-log', label: 'keys.quick-templates', local: true, mayLog: true },
  { id: 'quick-watchlog', keys: ['>'], place: 'quick-log', label: 'keys.quick-watchlog', local: true, mayLog: true },
  { id: 'quick-hole', keys: ['Tab'], place: 'quick-log', label: 'keys.quick-hole', local: true, mayLog: true },
  { id: 'quick-again', keys: ['ArrowUp'], place: 'quick-log', label: 'keys.quick-again', local: true, mayLog: true },
  { id: 'quick-reading', keys: ['Alt+ArrowUp'], place: 'quick-log', label: 'keys.quick-reading', local: true, mayLog: true },
  { id: 'quick-leave', keys: ['Escape'], place: 'quick-log', label: 'help.draft', local: true, mayLog: true },
]

/** What of a keyboard event is read. */
export type Pressed = { key: string; code: string; shiftKey: boolean; ctrlKey: boolean; metaKey: boolean; altKey: boolean; getModifierState?(name: string): boolean }

/** Keys of a Latin layout by their place on the keyboard: plain and with shift. */
const BY_CODE: Record<string, readonly [string, string]> = {
  Slash: ['/', '?'], BracketLeft: ['[', '{'], BracketRight: [']', '}'], Backslash: ['\\', '|'], Comma: [',', '<'], Period: ['.', '>'], Minus: ['-', '_'], Equal: ['=', '+'],
}

/**
 * Names of a pressed key, the likeliest first. The sign itself decides, so that `/` is `/` on every layout; where a
 * layout writes other letters (Arabic) or wants shift for digits (AZERTY), the key's place on the keyboard is tried too.
 */
export function keyNames(pressed: Pressed): string[] {
  const typedWithAltGr = pressed.getModifierState?.('AltGraph') === true
  const held = typedWithAltGr ? '' : `${pressed.ctrlKey || pressed.metaKey ? 'Ctrl+' : ''}${pressed.altKey ? 'Alt+' : ''}`
  const out = [named(pressed.key, pressed.shiftKey, held)]
  const digit = /^Digit(\d)$/.exec(pressed.code)?.[1]
  if (digit !== undefined && !pressed.shiftKey) {
    out.push(held + digit)
  }
  if (/[^\0-\x7f]/.test(pressed.key)) {
    const letter = /^Key([A-Z])$/.exec(pressed.code)?.[1]
    const sign = BY_CODE[pressed.code]?.[pressed.shiftKey ? 1 : 0]
    if (letter !== undefined) {
      out.push(named(pressed.shiftKey ? letter : letter.toLowerCase(), pressed.shiftKey, held))
    } else if (sign !== undefined) {
      out.push(held + sign)
    }
  }
  return [...new Set(out)]
}

function named(key: string, shift: boolean, held: string): string {
  if (/^\p{L}$/u.test(key)) {
    // Caps lock is no shift.
    return shift ? `${held}Shift+${key.toUpperCase()}` : held + key.toLowerCase()
  }
  return key.length === 1 ? held + key : `${held}${shift ? 'Shift+' : ''}${key}`
}

/** The line a key means among those that are answered now; `chord` is the key before when it began one. */
export function bindingFor<B extends Pick<Binding, 'keys' | 'place' | 'local'>>(bindings: readonly B[], names: readonly string[], chord: string, answered: (binding: B) => boolean): B | undefined {
  const wanted = names.map((name) => (chord === '' ? name : `${chord} ${name}`))
  for (const name of wanted) {
    for (const place of PLACES) {
      const found = bindings.find((b) => b.place === place && !b.local && b.keys.includes(name) && answered(b))
      if (found) {
        return found
      }
    }
  }
  return undefined
}

/**
 * What a key does now: the line it means, if any, and the chord it began. After the first key of a chord a letter or sign
 * means only that chord, so that keys of a part that is not there (a map still on its way) fall through to nothing else;
 * keys with a name (Escape, arrows) and those with Ctrl or Alt keep their meaning.
 */
export function meaning<B extends Pick<Binding, 'keys' | 'place' | 'local'>>(bindings: readonly B[], names: readonly string[], chord: string, answered: (binding: B) => boolean): { found: B | undefined; chord: string; taken: boolean } {
  const chorded = chord === '' ? undefined : bindingFor(bindings, names, chord, answered)
  if (chorded !== undefined || (chord !== '' && names.some((name) => name.replace(/^Shift\+/, '').length === 1))) {
    return { found: chorded, chord: '', taken: true }
  }
  const found = bindingFor(bindings, names, '', answered)
  const began = chord === '' && !found ? beginsChord(bindings, names) : ''
  return { found, chord: began, taken: found !== undefined || began !== '' }
}

/** Does a chord of two keys begin with this one? */
export function beginsChord(bindings: readonly Pick<Binding, 'keys'>[], names: readonly string[]): string {
  return names.find((name) => bindings.some((b) => b.keys.some((key) => key.startsWith(`${name} `)))) ?? ''
}

/** What a key means to the part that has the focus. */
export function localCommand(place: Place, pressed: Pressed): string | undefined {
  const names = keyNames(pressed)
  return OWN.find((b) => b.place === place && b.local && b.keys.some((key) => names.includes(key)))?.id
}

/** Keys that are given to two things of one place, as `place key`. */
export function clashes(bindings: readonly Pick<Binding, 'keys' | 'place'>[]): string[] {
  const all = bindings.flatMap((b) => b.keys.map((key) => `${b.place} ${key}`))
  return [...new Set(all.filter((one, i) => all.indexOf(one) !== i))]
}

/** A key as it is written on the screen: parts to be framed one by one. */
export function keyCaps(key: string): string[] {
  return key.split(' ').flatMap((part) => (part === '+' ? [part] : part.split(/\+(?=.)/))).map((cap) => CAPS[cap] ?? cap)
}

const CAPS: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc', PageUp: 'PgUp', PageDown: 'PgDn', Shift: '⇧' }
