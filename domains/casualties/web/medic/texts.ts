import type { Texts } from '../../../../core/i18n.ts'

/** Words of casualty tracking that screens need from the start. */
export const medicTexts: Texts = {
  'ui.casualties': { en: 'Casualties', fr: 'Blessés et malades', es: 'Bajas', ar: 'المصابون' },
  'ui.casualties.go': { en: 'Casualties: who, how they stand, where they are', fr: 'Blessés : qui, dans quel état, où', es: 'Bajas: quién, cómo y dónde', ar: 'المصابون: من وكيف وأين' },
  'ui.casualties.mascal': { en: 'Many casualties at once', fr: 'Afflux de blessés', es: 'Bajas múltiples', ar: 'إصابات جماعية' },
  'ui.casualties.medic': { en: 'Medic: new casualty, vitals, treatment, hand over', fr: 'Secouriste : nouveau blessé, signes vitaux, soins, remise', es: 'Sanitario: nueva baja, constantes, tratamiento, entrega', ar: 'المسعف: مصاب جديد، علامات حيوية، علاج، تسليم' },
  'ui.medic': { en: 'Medic', fr: 'Secouriste', es: 'Sanitario', ar: 'المسعف' },
}
