import type { ROWS } from './help.texts.ts'

type TipKey = Extract<keyof typeof ROWS, `tip.${'quick' | 'undo' | 'palette' | 'facets' | 'saved' | 'accounts'}`>
/** What a tip asks of its reader and of the page: `paths` are beginnings of addresses, `/` is the room alone. */
export type Tip = { key: TipKey; paths: readonly string[]; needs: 'anybody' | 'logs' | 'searches' | 'administers' }
/** What is known of a reader. */
export type Reader = { logs: boolean; searches: boolean; administers: boolean }

/** The tips, in the order they are given. */
export const TIPS: readonly Tip[] = [
  { key: 'tip.quick', paths: ['/'], needs: 'logs' },
  { key: 'tip.undo', paths: ['/'], needs: 'logs' },
  { key: 'tip.palette', paths: ['/'], needs: 'anybody' },
  { key: 'tip.accounts', paths: ['/k/user', '/admin'], needs: 'administers' },
  { key: 'tip.facets', paths: ['/k/'], needs: 'anybody' },
  { key: 'tip.saved', paths: ['/k/', '/searches'], needs: 'searches' },
]

/** Tips for this reader, all of them, whatever the page. */
export function tipsFor(reader: Reader): Tip[] {
  return TIPS.filter((tip) => tip.needs === 'anybody' || reader[tip.needs])
}

/** The tip to give on a page: the first this reader has not seen; undefined when there is none. */
export function tipOn(path: string, reader: Reader, seen: readonly string[]): Tip | undefined {
  return tipsFor(reader).find((tip) => !seen.includes(tip.key) && tip.paths.some((start) => (start === '/' ? path === '/' : path.startsWith(start))))
}
