import { useEffect, useRef } from 'react'
import type { ButtonAction } from '../record/actions.ts'

/** Commands any part may answer: the palette, keys and menus send them, whoever is on screen does them. */
export type Command =
  | 'focus-quicklog' | 'focus-search' | 'focus-log' | 'palette' | 'help' | 'glossary' | 'new-record' | 'theme' | 'undo' | 'close' | 'rail' | 'rail-wide'
  | 'toggle-log' | 'toggle-side' | 'toggle-map' | 'log-next' | 'log-previous' | 'log-open'
  | 'map-in' | 'map-out' | 'map-home' | 'map-left' | 'map-right' | 'map-up' | 'map-down'
  | 'map-layers' | 'map-goto' | 'map-measure' | 'map-draw' | 'map-grid' | 'map-areas' | 'map-heat' | 'map-symbols'
  | 'time-24' | 'time-168' | 'time-720' | 'time-all' | 'time-earlier' | 'time-later'
  | 'past' | 'past-jump' | 'past-back' | 'past-on' | 'past-faster' | 'past-slower' | 'past-leave'
  | 'action-edit' | `action-${ButtonAction}`

/** How long a command waits for the part that answers it to come on screen. */
const WAITING_MS = 5000
const handlers = new Map<Command, Set<() => void>>()
let waiting: { command: Command; until: number } | null = null

/** Answer a command while on screen. Returns how to stop. */
export function onCommand(command: Command, handler: () => void): () => void {
  const set = handlers.get(command) ?? new Set()
  set.add(handler)
  handlers.set(command, set)
  if (waiting?.command === command) {
    const late = performance.now() > waiting.until
    waiting = null
    if (!late) {
      handler()
    }
  }
  return () => set.delete(handler)
}

/** Answer several commands while on screen; one that is undefined is not answered now. */
export function useCommands(answers: Partial<Record<Command, (() => void) | undefined>>): void {
  const latest = useRef(answers)
  useEffect(() => {
    latest.current = answers
  })
  const names = Object.entries(answers).filter(([, answer]) => answer !== undefined).map(([name]) => name).sort().join(' ')
  useEffect(() => {
    const stops = names.split(' ').filter(Boolean).map((name) => onCommand(name as Command, () => latest.current[name as Command]?.()))
    return () => stops.forEach((stop) => stop())
  }, [names])
}

/** Does anything on screen answer it? */
export function isAnswered(command: string): boolean {
  return (handlers.get(command as Command)?.size ?? 0) > 0
}

/** Send a command to whoever answers it. */
export function send(command: Command): void {
  handlers.get(command)?.forEach((handler) => handler())
}

/** Send a command to whoever answers it, now or as soon as it is on screen; for a page that was only just asked for. */
export function sendWhenShown(command: Command): void {
  if ((handlers.get(command)?.size ?? 0) > 0) {
    send(command)
  } else {
    waiting = { command, until: performance.now() + WAITING_MS }
  }
}

/** Is the key being typed into a field? Then it is text, not a command. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
}
