import { forgetDrafts } from '../drafts.ts'
import { emptyOutbox } from '../outbox/sender.ts'
import { removeDb } from './db.ts'
import { getDevice } from './device.ts'
import { forgetPicture } from './picture.ts'
import { forgetKeys } from './seal.ts'

const DEVICE = 'vigie.device'

/**
 * What goes when a person signs out: the picture, its key and drafts always; on a shared device everything, also writes
 * that wait and preferences. The page's own files stay: nothing of anybody is in them.
 */
export async function wipeOnSignOut(user: string): Promise<void> {
  forgetDrafts()
  await forgetPicture(user)
  if (!getDevice().shared) {
    return
  }
  emptyOutbox()
  await removeDb().catch(() => undefined)
  forgetKeys()
  for (const storage of [localStorage, sessionStorage]) {
    for (const name of Object.keys(storage)) {
      if (name !== DEVICE) {
        storage.removeItem(name)
      }
    }
  }
}
