import { canonical } from '../../../../core/json.ts'
import { isSensitive } from '../../../../core/handling.ts'
import type { VigieRecord } from '../../../../core/record.ts'

/** What decides who sees a thing: the attributes of its track, or of its feed where it has no track. */
export type Protection = Pick<VigieRecord, 'kind' | 'handling' | 'area' | 'workflow'>

/** Access classes of everything on the live picture, numbered: a reader's rights are decided once for each, not for each thing. */
export class AccessClasses {
  readonly #numbers = new Map<string, number>()
  readonly #classes: Protection[] = []
  readonly #named = new Set<string>()

  get size(): number {
    return this.#classes.length
  }

  /** The number of the class of a track or of what a feed brings. */
  numberOf(of: Pick<VigieRecord, 'handling' | 'area'>): number {
    const key = canonical([of.handling, of.area])
    const known = this.#numbers.get(key)
    if (known !== undefined) {
      return known
    }
    const number = this.#classes.length
    this.#classes.push({ kind: 'track', handling: of.handling, area: of.area, workflow: 'approved' })
    this.#numbers.set(key, number)
    of.handling.named?.forEach((user) => this.#named.add(user))
    return number
  }

  protection(number: number): Protection {
    const found = this.#classes[number]
    if (!found) {
      throw new Error(`there is no access class ${number}`)
    }
    return found
  }

  /** Is every reading of it written down? */
  isSensitive(number: number): boolean {
    return isSensitive(this.protection(number).handling)
  }

  /** Is this account named by any class? Then it may see what others of equal rights do not. */
  isNamed(user: string): boolean {
    return this.#named.has(user)
  }

  /** One byte for each class: 1 where `sees` says so. */
  visible(sees: (of: Protection) => boolean): Uint8Array {
    return Uint8Array.from(this.#classes, (one) => (sees(one) ? 1 : 0))
  }
}
