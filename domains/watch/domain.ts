import { standardActions } from '../../core/actions.ts'
import { ALL_MISSION } from '../../core/handling.ts'
import { defineDomain, defineKind } from '../../core/kind.ts'
import { alertActions, FLOOR } from './shared/actions.ts'
import { Alert, stateOf } from './shared/alert.ts'
import { alertClocks } from './shared/clocks.ts'
import { receivedWarning, warning } from './shared/cap/warning.ts'
import { capTexts } from './shared/cap/texts.ts'
import { alertChannel } from './shared/delivery/channel.ts'
import { alertGroup, contact } from './shared/delivery/contact.ts'
import { notice } from './shared/delivery/notice.ts'
import { alertPlan } from './shared/delivery/plan.ts'
import { deliveryTexts } from './shared/delivery/texts.ts'
import { alertRule } from './shared/rules/rule.ts'
import { alertRuleTexts } from './shared/rules/texts.ts'
import { texts } from './shared/texts.ts'

const hidden = { widget: 'hidden' } as const
const own = { ownActions: true, widget: 'hidden' } as const
const keepers = ['JOC-CH', 'JOC-DO', 'JOC-IM'] as const

export const alert = defineKind<Alert>({
  name: 'alert', version: 1, prefix: 'ALT', data: Alert,
  fields: { subject: hidden, episode: hidden, title: hidden, text: hidden, place: hidden, track: hidden, record: hidden, rule: hidden, at: hidden, raisedAs: own, state: own, acknowledged: own, acted: own, wake: hidden, drill: hidden, community: hidden, verified: own, moved: own, feedback: own, repeats: own, calls: own, endedAt: own, cancelledAt: own, closed: own },
  approval: false, veracity: false,
  // Raised by the node alone: by rules, sources and sensors.
  read: FLOOR, create: [],
  actions: { ...standardActions<Alert>({ edit: keepers, retract: keepers, handle: keepers }), ...alertActions },
  facets: { 'state': 'one', 'sos': 'one', 'drill': 'one', 'community': 'one', 'track-rule': 'one', 'rule': 'one', 'track': 'one', 'subject': 'many', 'about': 'one' },
  project: (data) => ({
    title: data.title.en,
    text: [...Object.values(data.title), ...Object.values(data.text ?? {}), data.subject, data.place?.name ?? '', ...(data.acted ?? []).map((one) => one.what), data.moved?.what ?? '', data.feedback?.what ?? '', data.verified?.note ?? ''].join('\n'),
    names: data.place?.name === undefined ? [] : [data.place.name],
    happened: Number.isFinite(Date.parse(data.at)) ? [Date.parse(data.at), Date.parse(data.at)] : null,
    reported: null,
    // Not where it happened: that would give it the area of the place, and need-to-know is that of what it is about.
    place: null,
    severity: data.severity,
    facets: { 'state': [stateOf(data)], 'sos': [String(data.sos === true)], 'drill': [String(data.drill === true)], 'community': [String(data.community === true)], 'track-rule': [isRecord(data.rule) ? data.rule : ''], 'rule': [isRecord(data.rule) ? '' : data.rule], subject: [...new Set(data.subject.split(' '))], track: [data.track ?? ''], about: [data.record ?? ''] },
  }),
  handling: (owner) => ({ level: 'C', compartments: [], owner, releasableTo: [ALL_MISSION], caveats: [] }),
  check: (data) => (Number.isFinite(Date.parse(data.at)) ? [] : [{ path: '/at', problem: 'is not a time', fix: 'Write ISO 8601 in UTC' }]),
  clocks: alertClocks,
  texts: { ...texts, ...deliveryTexts },
})

/** A rule of the mission goes by the id of its record, what is built in by a word. */
function isRecord(rule: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(rule)
}

/** The watch floor: what somebody must see now. */
export const watch = defineDomain({ name: 'watch', kinds: [alert, alertPlan, contact, alertGroup, notice, alertChannel, warning, receivedWarning, alertRule], texts: { ...texts, ...deliveryTexts, ...capTexts, ...alertRuleTexts } })
