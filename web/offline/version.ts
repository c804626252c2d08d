/** The page's own first script: its name changes with every build. */
const OWN = new URL(import.meta.url).pathname

/** Has the node another version than this page? Its worker names every file of its version. False where it cannot be told. */
export async function isOutdated(): Promise<boolean> {
  if (!import.meta.env.PROD) {
    return false
  }
  try {
    // The only file that is always asked of the node, never of the copy on the device.
    const answer = await fetch('/sw.js', { cache: 'no-cache' })
    return answer.ok && !(await answer.text()).includes(OWN)
  } catch {
    return false
  }
}
