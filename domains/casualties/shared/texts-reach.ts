import type { Texts } from '../../../core/i18n.ts'

/** Words of the mission's figures of medical reach. */
export const reachTexts: Texts = {
  'kind.medical-reach': { en: 'Medical reach', fr: 'Portée médicale', es: 'Alcance médico', ar: 'المدى الطبي' },
  'kinds.medical-reach': { en: 'Medical reach', fr: 'Portée médicale', es: 'Alcance médico', ar: 'المدى الطبي' },
  'field.medical-reach.limitMin': { en: 'Injury to surgery (min)', fr: 'De la blessure à la chirurgie (min)', es: 'De la herida a la cirugía (min)', ar: 'من الإصابة إلى الجراحة (دقيقة)' },
  'field.medical-reach.alertMin': { en: 'Until the alert (min)', fr: 'Jusqu’à l’alerte (min)', es: 'Hasta la alerta (min)', ar: 'حتى الإنذار (دقيقة)' },
  'field.medical-reach.reactDayMin': { en: 'To wheels up by day (min)', fr: 'Jusqu’au décollage de jour (min)', es: 'Hasta el despegue de día (min)', ar: 'حتى الإقلاع نهارًا (دقيقة)' },
  'field.medical-reach.reactNightMin': { en: 'To wheels up by night (min)', fr: 'Jusqu’au décollage de nuit (min)', es: 'Hasta el despegue de noche (min)', ar: 'حتى الإقلاع ليلًا (دقيقة)' },
  'field.medical-reach.groundMin': { en: 'On the ground (min)', fr: 'Au sol (min)', es: 'En tierra (min)', ar: 'على الأرض (دقيقة)' },
  'field.medical-reach.handoverMin': { en: 'Hand-over (min)', fr: 'Remise (min)', es: 'Entrega (min)', ar: 'التسليم (دقيقة)' },
  'field.medical-reach.kmh': { en: 'Speed of a helicopter (km/h)', fr: 'Vitesse d’un hélicoptère (km/h)', es: 'Velocidad de un helicóptero (km/h)', ar: 'سرعة المروحية (كم/س)' },
}
