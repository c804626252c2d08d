import type { Text } from '../../../../core/i18n.ts'

/** Words of the public list of fatalities, which are kept as they stand there. */
export const LIST_WORDS: Readonly<Record<string, Text>> = {
  'Malicious Act': { en: 'Malicious act', fr: 'Acte de malveillance', es: 'Acto doloso', ar: 'عمل عدائي' },
  Accident: { en: 'Accident', fr: 'Accident', es: 'Accidente', ar: 'حادث' },
  Illness: { en: 'Illness', fr: 'Maladie', es: 'Enfermedad', ar: 'مرض' },
  'Self-Inflicted': { en: 'Self-inflicted', fr: 'Auto-infligé', es: 'Autoinfligido', ar: 'إيذاء النفس' },
  Other: { en: 'Other', fr: 'Autre', es: 'Otro', ar: 'أخرى' },
  'To Be Determined': { en: 'To be determined', fr: 'À déterminer', es: 'Por determinar', ar: 'قيد التحديد' },
  Unknown: { en: 'Unknown', fr: 'Inconnu', es: 'Desconocido', ar: 'غير معروف' },
  unknown: { en: 'Not stated', fr: 'Non précisé', es: 'No consta', ar: 'غير مذكور' },
  Military: { en: 'Military', fr: 'Militaires', es: 'Militares', ar: 'عسكريون' },
  Police: { en: 'Police', fr: 'Police', es: 'Policía', ar: 'شرطة' },
  'Military Observer': { en: 'Military observers', fr: 'Observateurs militaires', es: 'Observadores militares', ar: 'مراقبون عسكريون' },
  'International Civilian': { en: 'International civilians', fr: 'Civils internationaux', es: 'Civiles internacionales', ar: 'مدنيون دوليون' },
  Local: { en: 'National civilians', fr: 'Civils nationaux', es: 'Civiles nacionales', ar: 'مدنيون محليون' },
  Fatality: { en: 'Death', fr: 'Décès', es: 'Fallecimiento', ar: 'وفاة' },
  M: { en: 'Men', fr: 'Hommes', es: 'Hombres', ar: 'رجال' },
  F: { en: 'Women', fr: 'Femmes', es: 'Mujeres', ar: 'نساء' },
  list: { en: 'Public list', fr: 'Liste publique', es: 'Lista pública', ar: 'القائمة العامة' },
  mission: { en: 'Own notification', fr: 'Notification de la mission', es: 'Notificación propia', ar: 'إخطار البعثة' },
  yes: { en: 'Yes', fr: 'Oui', es: 'Sí', ar: 'نعم' },
  no: { en: 'No', fr: 'Non', es: 'No', ar: 'لا' },
}
