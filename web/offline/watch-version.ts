import { live } from '../live/client.ts'
import { isOutdated } from './version.ts'
import { lookForNewVersion } from './worker.ts'

/** A node is upgraded by being started again: whenever the link comes back after it was lost, its version is looked at. */
export function watchVersion(): void {
  let lost = false
  live.watch(() => {
    const { link } = live.state
    if (link === 'waiting') {
      lost = true
    } else if (link === 'open' && lost) {
      lost = false
      void isOutdated().then((outdated) => outdated && lookForNewVersion())
    }
  })
}
