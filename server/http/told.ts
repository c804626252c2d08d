import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { Texts } from '../../core/i18n.ts'
import type { Json } from '../../core/json.ts'
import { Problem } from '../../core/problem.ts'
import { fileSays, textSays } from '../attachments/words.ts'
import { ANYBODY, cutWords, OPEN, type Cut } from '../store/face.ts'
import type { Call } from './endpoint.ts'

/** So much of a file is looked at together, in bytes. */
const LOOKED_AT = 1 << 20
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** How words that stand in no record, such as the name of a file or of the mission, are cut for who asks; null where they stand. */
export function cutFor({ app, caller }: Pick<Call, 'app' | 'caller'>): Cut | null {
  return app.store.veiled(caller?.reader ?? ANYBODY, { id: '', kind: '', handling: OPEN })?.cut ?? null
}

/** A word as it is told to who asks. */
export function told(call: Pick<Call, 'app' | 'caller'>, word: string): string {
  return cutFor(call)?.(word) ?? word
}

/** The same of words of a kind that the mission made, its labels and those of its fields. */
export function toldTexts(call: Pick<Call, 'app' | 'caller'>, name: string, texts: Texts): Texts {
  const cut = cutFor(call)
  const shipped = cut && call.app.domains.flatMap(({ domain }) => domain.kinds).find((kind) => kind.name === name)?.texts
  return cut ? Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, shipped?.[key] === text ? text : (cutWords(text as Json, cut) as typeof text)])) : texts
}

/** A file of bytes as they came is not given to whoever is not told what it says. Throws Problem `not-allowed`. */
export async function holdRaw(call: Pick<Call, 'app' | 'caller'>, file: string): Promise<void> {
  const cut = cutFor(call)
  if (!cut) {
    return
  }
  const says = (text: string): boolean => cut(text) !== text
  // Bytes that are no text at all, as of devices, are looked through all the same; a workbook that cannot be opened is not given.
  if ((await isZip(file)) ? (await fileSays(XLSX, await readFile(file), says)) !== false : await textSays(createReadStream(file, { highWaterMark: LOOKED_AT }), says)) {
    throw new Problem('not-allowed', 'This file is held for personnel until next of kin are informed. Ask whoever prepares the notification')
  }
}

async function isZip(file: string): Promise<boolean> {
  for await (const head of createReadStream(file, { end: 1 })) {
    return (head as Buffer).toString('latin1') === 'PK'
  }
  return false
}
