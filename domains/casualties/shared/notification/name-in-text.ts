import { fold } from '../../../../core/text-fold.ts'
import type { FieldProblem } from '../../../../core/problem.ts'
import type { Notification } from './notification.ts'
import type { Person } from './person.ts'

/** Free words of a notification that everybody who reads it reads. */
const FREE = ['circumstances', 'medical', 'place', 'unit'] as const satisfies readonly (keyof Notification)[]
/** Shorter parts of names are words of any language. */
const LEAST = 3

/** Where the words of a notification say the name it is about: the name has a place of its own, which is masked. */
export function namesInText(data: Partial<Notification>, person: Pick<Person, 'familyName' | 'givenNames' | 'number'>): FieldProblem[] {
  const parts = [person.familyName, person.givenNames, person.number].flatMap((name) => wordsOf(name ?? '')).filter((word) => word.length >= LEAST)
  return FREE.flatMap((field) => {
    const said: unknown = data[field]
    const words = wordsOf(typeof said === 'string' ? said : '')
    const found = parts.some((part) => words.includes(part))
    return found ? [{ path: `/data/${field}`, problem: 'says the name, which nobody outside personnel may read yet', fix: 'Write “the peacekeeper”, or the number on the casualty card' }] : []
  })
}

function wordsOf(text: string): string[] {
  return fold(text).split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
}
