import { standardActions } from '../../../../core/actions.ts'
import { ALL_MISSION } from '../../../../core/handling.ts'
import { defineKind } from '../../../../core/kind.ts'
import { OPERATIONS } from '../../../../core/roles.ts'
import { checkRule, TrackRule } from './rule.ts'
import { ruleTexts } from './texts.ts'

/** Who decides what the node watches for. */
export const RULE_KEEPERS = ['JOC-CH', 'JOC-DO', 'JOC-IM', 'FHQ', 'SHQ', 'SOC'] as const

export const trackRule = defineKind<TrackRule>({
  name: 'track-rule', version: 1, prefix: 'TRL', data: TrackRule,
  fields: { note: { widget: 'multiline' }, shape: { widget: 'json' }, who: { widget: 'json' }, other: { widget: 'json' }, hours: { widget: 'json' }, text: { widget: 'json' } },
  approval: false, veracity: false,
  read: OPERATIONS, create: RULE_KEEPERS, actions: standardActions<TrackRule>({ edit: RULE_KEEPERS, retract: RULE_KEEPERS, handle: RULE_KEEPERS }),
  facets: { condition: 'one', enabled: 'one', areas: 'many' },
  project: (data) => ({
    title: data.name, text: [data.name, data.note ?? '', ...Object.values(data.text ?? {})].join('\n'), names: [data.name],
    happened: null, reported: null, place: null, severity: data.severity,
    facets: { condition: [data.condition], enabled: [String(data.enabled)], areas: data.areas ?? [] },
  }),
  handling: (owner) => ({ level: 'C', compartments: [], owner, releasableTo: [ALL_MISSION], caveats: [] }),
  check: checkRule, texts: ruleTexts,
})
