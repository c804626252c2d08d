import type { Reader } from '../../core/policy.ts'
import { Problem } from '../../core/problem.ts'
import type { VigieRecord } from '../../core/record.ts'
import type { Store } from '../store/face.ts'
import { fileSays } from './words.ts'

/** The record a file belongs to, or is to belong to. */
type Of = Pick<VigieRecord, 'id' | 'kind' | 'handling'>

/** A new file whose words say what is to be kept from those who read its record is not taken, whoever sends it. Throws Problem `rule-broken`. */
export async function refuseWords(store: Pick<Store, 'veiled'>, reader: Reader, record: Of, media: string, bytes: Uint8Array): Promise<void> {
  const veiled = store.veiled({ ...reader, compartments: [] }, record)
  if (veiled && (await fileSays(media, bytes, (text) => veiled.cut(text) !== text))) {
    throw new Problem('rule-broken', 'The file says a name that nobody outside personnel may be told before next of kin are informed. Take the name out of it, and send it again')
  }
}

/**
 * A file that says what its reader is not told, or that nobody can look into where its record is about such a person, is not given. `bytes`: null for
 * what is no words. Throws Problem `not-allowed`.
 */
export async function holdBack(store: Pick<Store, 'veiled'>, reader: Reader, record: Of, media: string, bytes: Uint8Array | null): Promise<void> {
  const veiled = store.veiled(reader, record)
  const said = veiled && bytes && (await fileSays(media, bytes, (text) => veiled.cut(text) !== text))
  if (veiled && (said ?? veiled.holdsFiles)) {
    throw new Problem('not-allowed', 'This file is held for personnel until next of kin are informed. Ask whoever prepares the notification')
  }
}
