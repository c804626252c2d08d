import type { Texts } from '../../../../core/i18n.ts'

/** Words of rules over records. */
export const alertRuleTexts: Texts = {
  'kind.alert-rule': { en: 'Alert rule', fr: 'Règle d’alerte', es: 'Regla de alerta', ar: 'قاعدة إنذار' },
  'kinds.alert-rule': { en: 'Alert rules', fr: 'Règles d’alerte', es: 'Reglas de alerta', ar: 'قواعد الإنذار' },
  'field.alert-rule.name': { en: 'Name', fr: 'Nom', es: 'Nombre', ar: 'الاسم' },
  'field.alert-rule.enabled': { en: 'Switched on', fr: 'En service', es: 'Activada', ar: 'مفعّلة' },
  'field.alert-rule.of': { en: 'Looks at', fr: 'Porte sur', es: 'Mira', ar: 'تنظر في' },
  'field.alert-rule.where': { en: 'With these values', fr: 'Avec ces valeurs', es: 'Con estos valores', ar: 'بهذه القيم' },
  'field.alert-rule.areas': { en: 'In these areas', fr: 'Dans ces zones', es: 'En estas zonas', ar: 'في هذه المناطق' },
  'field.alert-rule.from': { en: 'Severity of the record, from', fr: 'Gravité de la fiche, à partir de', es: 'Gravedad de la ficha, desde', ar: 'خطورة السجل، من' },
  'field.alert-rule.figure': { en: 'With this figure', fr: 'Avec ce chiffre', es: 'Con esta cifra', ar: 'بهذا الرقم' },
  'field.alert-rule.text': { en: 'With these words', fr: 'Avec ces mots', es: 'Con estas palabras', ar: 'بهذه الكلمات' },
  'field.alert-rule.workflow': { en: 'In these states', fr: 'Dans ces états', es: 'En estos estados', ar: 'في هذه الحالات' },
  'field.alert-rule.veracity': { en: 'With this veracity', fr: 'Avec cette véracité', es: 'Con esta veracidad', ar: 'بهذه المصداقية' },
  'field.alert-rule.count': { en: 'How many', fr: 'Combien', es: 'Cuántas', ar: 'كم' },
  'field.alert-rule.hours': { en: 'Within hours', fr: 'En combien d’heures', es: 'En cuántas horas', ar: 'خلال ساعات' },
  'field.alert-rule.nearKm': { en: 'Within km of each other', fr: 'À moins de km l’une de l’autre', es: 'A menos de km entre sí', ar: 'على مسافة كم من بعضها' },
  'field.alert-rule.severity': { en: 'Severity of the alert', fr: 'Gravité de l’alerte', es: 'Gravedad de la alerta', ar: 'خطورة الإنذار' },
  'field.alert-rule.says': { en: 'Words of the alert', fr: 'Texte de l’alerte', es: 'Texto de la alerta', ar: 'نص الإنذار' },
  'field.alert-rule.wake': { en: 'Who is told', fr: 'Qui est prévenu', es: 'A quién se avisa', ar: 'من يُبلَّغ' },
  'field.alert-rule.community': { en: 'Reports of communities', fr: 'Signalements de communautés', es: 'Avisos de comunidades', ar: 'بلاغات المجتمعات المحلية' },
  'field.alert-rule.note': { en: 'Note', fr: 'Note', es: 'Nota', ar: 'ملاحظة' },
  'facet.of': { en: 'Looks at', fr: 'Porte sur', es: 'Mira', ar: 'تنظر في' },
  'facet.enabled': { en: 'Switched on', fr: 'En service', es: 'Activada', ar: 'قيد التشغيل' },
  'facet.areas': { en: 'Areas', fr: 'Zones', es: 'Zonas', ar: 'المناطق' },
}
