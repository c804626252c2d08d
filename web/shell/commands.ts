/** Commands any part may answer: the palette, keys and menus send them, whoever is on screen does them. */
export type Command = 'focus-quicklog' | 'focus-search' | 'palette' | 'help' | 'new-record' | 'toggle-log' | 'toggle-side' | 'undo'

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
