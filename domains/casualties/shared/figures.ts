import type { Projection } from '../../../core/kind.ts'
import { freeBeds, type Facility } from './facility.ts'
import type { FlyingWeather } from './flying-weather.ts'
import { toldPatients, type CasevacRequest } from './request.ts'

/** What rules may hold against a threshold, by kind; what was not said is not known and meets none. */
export const FACILITY_FIGURES = ['beds', 'icu', 'blood', 'teams', 'oxygen', 'ventilators', 'ambulances'] as const
export const WEATHER_FIGURES = ['visibility', 'ceiling', 'wind'] as const
export const REQUEST_FIGURES = ['patients', 'urgent'] as const

type Figures = NonNullable<Projection['measures']>

export function facilityFigures(data: Facility): Figures {
  const { state } = data
  return known({ beds: freeBeds(data) ?? undefined, icu: state?.beds?.icu?.free, blood: state?.blood?.['O-'], teams: state?.theatre?.teams, oxygen: state?.o2Hours, ventilators: state?.ventilators, ambulances: state?.ambulances } satisfies Record<(typeof FACILITY_FIGURES)[number], number | undefined>)
}

export function weatherFigures({ visibilityM, ceilingM, windKmh }: FlyingWeather): Figures {
  return known({ visibility: visibilityM, ceiling: ceilingM, wind: windKmh } satisfies Record<(typeof WEATHER_FIGURES)[number], number | undefined>)
}

export function requestFigures(data: CasevacRequest): Figures {
  const { A, total } = toldPatients(data)
  return known({ patients: total, urgent: A } satisfies Record<(typeof REQUEST_FIGURES)[number], number | undefined>)
}

function known(figures: { [name: string]: number | undefined }): Figures {
  return Object.fromEntries(Object.entries(figures).flatMap(([name, value]) => (value === undefined ? [] : [[name, [value, value] as const]])))
}
