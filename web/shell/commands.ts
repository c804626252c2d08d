/** Commands any part may answer: the palette, keys and menus send them, whoever is on screen does them. */
export type Command = 'focus-quicklog' | 'focus-search' | 'palette' | 'help' | 'new-record' | 'toggle-log' | 'toggle-side' | 'undo'

const handlers = new Map<Command, Set<() => void>>()

/** Answer a command while on screen. Returns how to stop. */
export function onCommand(command: Command, handler: () => void): () => void {
  const set = handlers.get(command) ?? new Set()
  set.add(handler)
  handlers.set(command, set)
  return () => set.delete(handler)
}

/** Send a command to whoever answers it. */
export function send(command: Command): void {
  handlers.get(command)?.forEach((handler) => handler())
}

/** Is the key being typed into a field? Then it is text, not a command. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
}
