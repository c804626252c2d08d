import { isolate, type Text } from '../../../core/i18n.ts'
import type { Hindrance } from './hindrances.ts'
import type { Movement } from './movement.ts'
import { RESTRICTION_WORDS } from './texts.ts'

/** What is told of a movement that meets a restriction. */
export function hindranceWords({ callsign }: Pick<Movement, 'callsign'>, { sort, name, at, atM, why }: Pick<Hindrance, 'sort' | 'name' | 'at' | 'atM' | 'why'>): { title: Text; text: Text } {
  const words = RESTRICTION_WORDS[sort]
  const [time, km] = [`${new Date(at).toISOString().slice(11, 16).replace(':', '')}Z`, (atM / 1000).toFixed(1)]
  const komma = km.replace('.', ',')
  const more = why === null ? '' : ` ${why}`
  return {
    title: {
      en: `${words.en} on the way of ${callsign}: ${name}`, fr: `${words.fr} sur l’itinéraire de ${callsign} : ${name}`, es: `${words.es} en la ruta de ${callsign}: ${name}`, ar: `${words.ar} على طريق ${isolate(callsign)}: ${isolate(name)}`,
    },
    text: {
      en: `Reached about ${time}, at km ${km}.${more}`, fr: `Atteint vers ${time}, au km ${komma}.${more}`, es: `Se alcanza hacia las ${time}, en el km ${komma}.${more}`, ar: `يُبلغ نحو ${isolate(time)} عند الكيلومتر ${isolate(km)}.${why === null ? '' : ` ${isolate(why)}`}`,
    },
  }
}
