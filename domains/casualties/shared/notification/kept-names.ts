import { isNoWords } from '../../../../core/attachment.ts'
import type { Json, JsonObject } from '../../../../core/json.ts'
import type { Reader } from '../../../../core/policy.ts'
import { Problem, type FieldProblem } from '../../../../core/problem.ts'
import type { NewAction, VigieRecord } from '../../../../core/record.ts'
import { beginningsOf, fold, soundsOf, tokens } from '../../../../core/text.ts'
import { saysName, withoutName, type KeptName } from '../../../products/contract.ts'

/** An account is somebody's own name, said of no casualty. */
const NAMES_OF_THEIR_OWN: readonly string[] = ['notified-person', 'user']
/** Shorter parts of names are words of any language. */
const LEAST = 3
/** Ids and times. */
const NO_TEXT = /^(?:[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\dT[\d:.]+Z)$/
/** Keys that are free text, not names of fields. */
const FREE_KEY = /[^\w.:/-]/

/**
 * What is written, as it may be written while names are to be kept: a person is refused and told where, never which; what another
 * system sends is kept without the name, for nobody could send it again.
 */
export type KeptNames = {
  check(asked: NewAction, before: Pick<VigieRecord, 'handling' | 'data' | 'comments' | 'attachments'> | null, reader: Pick<Reader, 'system'>): NewAction
  /** How words written before are told to this reader; null where they stand as they are. */
  cutFor(reader: Pick<Reader, 'compartments' | 'purpose'>, record: Pick<VigieRecord, 'kind' | 'handling'>): ((text: string) => string) | null
  /** Does a search ask for one of them? */
  searched(reader: Pick<Reader, 'compartments' | 'purpose'>, search: string): boolean
  /** Does a text say one of them? */
  says(text: string): boolean
}

export function keptNames(names: readonly KeptName[]): KeptNames {
  const maySay = marksOf(names)
  const says = (text: string): boolean => maySay(text) && names.some((name) => saysName(text, name))
  const cut = (text: string): string => (maySay(text) ? names.reduce(withoutName, text) : text)
  const all = names.flatMap(({ familyName, givenNames, number }) => [familyName, givenNames, number, number?.replace(/[^\p{L}\p{N}]/gu, '')]).map((name) => name ?? '')
  // As they are cut, as a search finds them, and as they sound: however little of one is asked for, it is asked for.
  const words = [...new Set(all.flatMap((name) => [...wordsOf(name), ...tokens(name)]).filter((word) => word.length >= LEAST).concat(all.flatMap(soundsOf)))]
  return {
    says,
    cutFor: (reader, { kind, handling }) => (names.length === 0 || isPersonnel(reader) || NAMES_OF_THEIR_OWN.includes(kind) || handling.compartments.includes('PERS') ? null : cut),
    searched: (reader, search) => names.length > 0 && !isPersonnel(reader) && [...wordsOf(search), ...tokens(search).flatMap(beginningsOf)].some((word) => words.some((one) => one.startsWith(word))),
    check(asked, before, reader) {
      if (names.length === 0 || NAMES_OF_THEIR_OWN.includes(asked.kind) || staysWithPersonnel(asked, before)) {
        return asked
      }
      const where: string[] = []
      walk(asked.patch, '/patch', (text, path) => { if (says(text)) { where.push(path) } })
      if (asked.reason && says(asked.reason)) {
        where.push('/reason')
      }
      // Words that lay with personnel alone come before other eyes.
      if (before && isHandling(asked.patch['handling'])) {
        walk([before.data, (before.comments ?? []) as unknown as Json, (before.attachments ?? []) as unknown as Json], '/data', (text) => { if (says(text)) { where.push('/patch/handling') } })
      }
      if (where.length === 0) {
        return asked
      }
      if (reader.system && !where.includes('/patch/handling')) {
        return { ...asked, patch: mapWords(asked.patch, cut) as JsonObject, ...(asked.reason ? { reason: cut(asked.reason) } : {}) }
      }
      throw refusal([...new Set(where)])
    },
  }
}

/** Holders of the compartment names lie in, who have said what for. */
function isPersonnel({ compartments, purpose }: Pick<Reader, 'compartments' | 'purpose'>): boolean {
  return compartments.includes('PERS') && purpose !== null
}

/** Whether a text can say one of the names at all: a quick look that never misses one, so that long lists stay quick. */
function marksOf(names: readonly KeptName[]): (text: string) => boolean {
  const marks = names.flatMap(({ familyName, givenNames }) => [familyName, givenNames].flatMap((name) => wordsOf(name ?? '').toSorted((a, b) => b.length - a.length).slice(0, 1).map((word) => word.replace(/^ال(?=..)/, ''))))
  const numbers = names.map(({ number }) => fold(number ?? '').replace(/[^\p{L}\p{N}]/gu, '')).filter((digits) => digits.length >= LEAST)
  return (text) => {
    if (text.length < LEAST || NO_TEXT.test(text)) {
      return false
    }
    const folded = fold(text)
    const close = numbers.length > 0 && /\d/.test(folded) ? folded.replace(/[\s.\-/]/g, '') : ''
    return marks.some((mark) => folded.includes(mark)) || numbers.some((digits) => close.includes(digits))
  }
}

function wordsOf(text: string): string[] {
  return fold(text).split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== '')
}

/** Says where, never which. */
export function refusal(where: readonly string[]): Problem {
  const fields: FieldProblem[] = where.map((path) => ({ path, problem: 'says a name that nobody outside personnel may be told before next of kin are informed', fix: 'Write “a peacekeeper”, or the number on the casualty card, and send it again' }))
  return new Problem('rule-broken', 'it says a name that nobody outside personnel may be told before next of kin are informed. Write “a peacekeeper”, or the number on the casualty card, and send it again', { fields })
}

/** Is it read by personnel alone, before and after? */
function staysWithPersonnel(asked: NewAction, before: Pick<VigieRecord, 'handling'> | null): boolean {
  const given = asked.patch['handling']
  const after = isHandling(given) ? given : before?.handling
  return after?.compartments.includes('PERS') === true
}

function isHandling(value: Json | undefined): value is { compartments: string[] } & JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Array.isArray(value['compartments'])
}

function walk(value: Json | undefined, path: string, see: (text: string, path: string) => void): void {
  if (typeof value === 'string') {
    see(value, path)
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value as JsonObject)) {
      if (!isNoWords(name, value as JsonObject)) {
        if (FREE_KEY.test(name)) {
          see(name, path)
        }
        walk(inner, `${path}/${name}`, see)
      }
    }
  }
}

function mapWords(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') {
    return change(value)
  }
  if (Array.isArray(value)) {
    return value.map((one) => mapWords(one, change))
  }
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [FREE_KEY.test(name) ? change(name) : name, inner === undefined || isNoWords(name, value) ? inner : mapWords(inner, change)])) : value
}
