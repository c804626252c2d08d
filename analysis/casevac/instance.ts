import type { EvacAsset, EvacCasualty, EvacFacility, EvacProblem, EvacSite } from './types.ts'

type Fields = Readonly<Record<string, unknown>>

/** One exercise instance, as files hold it (docs/interfaces/casevac-plan.md), in the terms of the planner. Throws RangeError naming what is wrong. */
export function problemOf(value: unknown): EvacProblem {
  const given = fields(value, 'instance')
  const id = text(given, 'id', 'instance')
  const list = <T>(name: string, read: (one: Fields, where: string) => T): T[] => {
    const found = given[name]
    if (!Array.isArray(found)) {
      throw new RangeError(`${id}: ${name} is no list`)
    }
    return found.map((one, i) => read(fields(one, `${id}: ${name}[${i}]`), `${id}: ${name}[${i}]`))
  }
  const position = (one: Fields, where: string): { xKm: number; yKm: number } => ({ xKm: figure(one, 'x', where, -Infinity), yKm: figure(one, 'y', where, -Infinity) })
  return {
    id, night: flag(given, 'night', id), groundDetour: figure(given, 'groundDetour', id), maxStops: figure(given, 'maxStops', id, 1),
    sites: list('sites', (one, where): EvacSite => ({ id: text(one, 'id', where), position: position(one, where), landing: flag(one, 'lz', where), red: flag(one, 'red', where) })),
    facilities: list('facilities', (one, where): EvacFacility => ({
      id: text(one, 'id', where), position: position(one, where), helipad: flag(one, 'helipad', where), beds: figure(one, 'beds', where),
      capabilities: Object.fromEntries(words(one, 'caps', where).map((name) => [name, { state: 'yes' as const }])),
    })),
    assets: list('assets', (one, where): EvacAsset => ({
      id: text(one, 'id', where), kind: choice(one, 'kind', ['helo', 'ground'], where), position: position(one, where), speedKmh: figure(one, 'speedKmh', where, Number.MIN_VALUE), maxKm: figure(one, 'maxKm', where),
      litters: figure(one, 'litters', where), seats: figure(one, 'seats', where), readyMin: figure(one, 'readyMin', where), loadMin: figure(one, 'loadMin', where), night: flag(one, 'night', where), protected: flag(one, 'protected', where),
    })),
    casualties: list('casualties', (one, where): EvacCasualty => ({
      id: text(one, 'id', where), site: text(one, 'site', where), category: choice(one, 'cat', ['A', 'B', 'C'], where), injuredMinAgo: figure(one, 'injuredMinAgo', where), litter: flag(one, 'litter', where), needs: words(one, 'needs', where),
    })),
  }
}

function fields(value: unknown, where: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RangeError(`${where} is no object`)
  }
  return value as Fields
}

function text(one: Fields, name: string, where: string): string {
  const value = one[name]
  if (typeof value !== 'string' || value === '') {
    throw new RangeError(`${where}: ${name} is no text`)
  }
  return value
}

function figure(one: Fields, name: string, where: string, least = 0): number {
  const value = one[name]
  if (typeof value !== 'number' || !Number.isFinite(value) || value < least) {
    throw new RangeError(`${where}: ${name} is no number${least === 0 ? ' from 0 up' : least > 0 ? ' above 0' : ''}`)
  }
  return value
}

function flag(one: Fields, name: string, where: string): boolean {
  const value = one[name]
  if (typeof value !== 'boolean') {
    throw new RangeError(`${where}: ${name} is neither true nor false`)
  }
  return value
}

function words(one: Fields, name: string, where: string): string[] {
  const value = one[name]
  if (!Array.isArray(value) || !value.every((word) => typeof word === 'string')) {
    throw new RangeError(`${where}: ${name} is no list of words`)
  }
  return value
}

function choice<T extends string>(one: Fields, name: string, among: readonly T[], where: string): T {
  const value = one[name]
  const found = among.find((word) => word === value)
  if (found === undefined) {
    throw new RangeError(`${where}: ${name} is none of ${among.join(', ')}`)
  }
  return found
}
