import { serverNow } from '../../../../web/face.ts'

/** Letters that are not taken for one another on the radio or on skin. */
const LETTERS = 'ACDEFGHJKLMNPRTUVWXY'

/**
 * The next battle number of a writer: two letters of their own, so that several who write at once without a link do not
 * give one number twice, and a count over what this device knows.
 */
export function nextBattleNo(user: string, taken: readonly string[]): string {
  const own = ownLetters(user)
  const used = taken.flatMap((one) => (one.startsWith(`${own}-`) ? [Number(one.slice(3))] : [])).filter(Number.isFinite)
  return `${own}-${String(Math.max(0, ...used) + 1).padStart(2, '0')}`
}

/** Two letters that follow from an account. */
export function ownLetters(user: string): string {
  let sum = 7
  for (const letter of user) {
    sum = (sum * 31 + letter.charCodeAt(0)) % 1_000_003
  }
  return `${LETTERS[sum % LETTERS.length] ?? 'A'}${LETTERS[Math.floor(sum / LETTERS.length) % LETTERS.length] ?? 'A'}`
}

/** Now, as the node counts it, to the second. */
export function nowIso(): string {
  return new Date(Math.floor(serverNow() / 1000) * 1000).toISOString()
}
