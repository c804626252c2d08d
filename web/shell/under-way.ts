/** Actions sent and not yet answered: the screen may show them already, so "undo" means them. */
const underWay = new Set<Promise<unknown>>()

/** Let "undo" wait for an action that is being done. */
export function whileDoing<R>(action: Promise<R>): Promise<R> {
  underWay.add(action)
  const over = () => void underWay.delete(action)
  action.then(over, over)
  return action
}

/** When everything that is being done has been answered, and what is said of it stands on screen. */
export async function doneDoing(): Promise<void> {
  if (underWay.size > 0) {
    await Promise.allSettled(underWay)
    // The toast of what was just done comes right after its answer.
    await new Promise((resolve) => setTimeout(resolve, 0))
  }
}
