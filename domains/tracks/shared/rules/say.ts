import { inLocale, LOCALES, translate, type Text } from '../../../../core/i18n.ts'
import { CAPABILITY_WORDS } from '../texts.ts'
import type { RuleEvent } from './standing.ts'
import type { TrackRule } from './rule.ts'
import { SAID } from './texts.ts'

/** The words of an alert in every language: the rule's own where it has some, else the usual ones. Names come by key. */
export function say(rule: TrackRule, event: RuleEvent, nameOf: (key: string) => string): Required<Text> {
  const [named, bare] = SAID[rule.condition]
  const template: Text = rule.text ? withFrench(rule.text) : event.area ? named : bare
  const out = { en: '', fr: '', es: '', ar: '' }
  for (const locale of LOCALES) {
    const capability = rule.capability === undefined ? '' : inLocale(CAPABILITY_WORDS[rule.capability], locale).toLocaleLowerCase(locale)
    const values = {
      name: event.keys[0] === undefined ? '' : nameOf(event.keys[0]), other: event.keys[1] === undefined ? '' : nameOf(event.keys[1]),
      area: event.area?.name ?? rule.name, rule: rule.name, capability,
      minutes: event.values.minutes ?? rule.minutes ?? 0, metres: event.values.metres ?? rule.metres ?? 0, kmh: event.values.kmh ?? rule.kmh ?? 0,
    }
    out[locale] = translate({ said: template }, locale, 'said', values).slice(0, 300)
  }
  return out
}

function withFrench(text: NonNullable<TrackRule['text']>): Text {
  return { ...text, fr: text.fr ?? text.en }
}
