/** Source reliability, field-guide 2.2. */
export const RELIABILITIES = ['A', 'B', 'C', 'D', 'E', 'F'] as const
export type Reliability = (typeof RELIABILITIES)[number]

/** Information credibility; kept as strings so that they sort and print like the letters. */
export const CREDIBILITIES = ['1', '2', '3', '4', '5', '6'] as const
export type Credibility = (typeof CREDIBILITIES)[number]

/** What grading needs to know of a source. `originator` is who first said it, not who passed it on. */
export type GradedSource = {
  id: string
  reliability: Reliability
  credibility: Credibility
  originator?: string
  via?: string
}

/** The grade new and anonymous sources get: never better by laziness. */
export const DEFAULT_GRADE = { reliability: 'F', credibility: '6' } as const

/**
 * Groups of sources that stand on one originator: two units repeating one village chief are one
 * independent source. A source with no originator stands for itself.
 */
export function independentGroups(sources: readonly GradedSource[]): GradedSource[][] {
  const groups = new Map<string, GradedSource[]>()
  for (const source of sources) {
    const key = source.originator ? `o:${normal(source.originator)}` : `s:${source.id}`
    groups.set(key, [...(groups.get(key) ?? []), source])
  }
  return [...groups.values()]
}

/** Circular reporting: the originators that several sources repeat, with the sources that do. */
export function circularReporting(sources: readonly GradedSource[]): { originator: string; sources: string[] }[] {
  return independentGroups(sources)
    .filter((group) => group.length > 1)
    .map((group) => ({ originator: group[0]?.originator ?? '', sources: group.map((s) => s.id) }))
}

/**
 * Credibility 1 says "confirmed by other sources", so it needs at least two independent ones that are
 * linked to the record. Returns the sentence that refuses, or null.
 */
export function refuseCredibility(sources: readonly GradedSource[]): string | null {
  if (!sources.some((s) => s.credibility === '1')) {
    return null
  }
  const independent = independentGroups(sources).length
  if (independent >= 2) {
    return null
  }
  return independent === sources.length
    ? 'Credibility 1 (confirmed) needs at least two independent sources; this record has one. Grade it 2, or add the second source first'
    : 'Credibility 1 (confirmed) needs at least two independent sources; these all go back to one originator (circular reporting). Grade it 2, or add a source with another originator'
}

/** Overall grade: the best reliability among the sources, and the best credibility that stands. */
export function overallGrade(sources: readonly GradedSource[]): { reliability: Reliability; credibility: Credibility } {
  let best: { reliability: Reliability; credibility: Credibility } = { ...DEFAULT_GRADE }
  for (const source of sources) {
    if (source.reliability < best.reliability) {
      best = { ...best, reliability: source.reliability }
    }
    if (source.credibility < best.credibility) {
      best = { ...best, credibility: source.credibility }
    }
  }
  return best
}

function normal(name: string): string {
  return name.trim().toLowerCase().replace(/\s+/g, ' ')
}
