/** What is told at once, of one reading or of many that are begun together, is read again once. */
const SETTLE_MS = 200

const waiting = new Set<string>()

/** Runs a little later; what is asked for under the same name until then runs once. */
export function settle(name: string, run: () => void): void {
  if (!waiting.has(name)) {
    waiting.add(name)
    setTimeout(() => {
      waiting.delete(name)
      run()
    }, SETTLE_MS)
  }
}
