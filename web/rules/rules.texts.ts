import type { Row } from '../i18n/texts.ts'

/** Words of lists of rules, of choosing many values and of trying a rule on the past: English, French, Arabic, Spanish. */
export const ROWS = {
  'add': ['Add a rule', 'Ajouter une règle', 'إضافة قاعدة', 'Añadir una regla'],
  'find': ['Find', 'Chercher', 'بحث', 'Buscar'],
  'shown': ['showing {n} of {all}', '{n} affichées sur {all}', 'يُعرض {n} من {all}', 'se muestran {n} de {all}'],
  'on': ['On', 'En service', 'مفعّلة', 'Activada'],
  'off': ['Off', 'Arrêtée', 'موقوفة', 'Desactivada'],
  'switch.on': ['Switch on', 'Mettre en service', 'تفعيل', 'Activar'],
  'switch.off': ['Switch off', 'Arrêter', 'إيقاف', 'Desactivar'],
  'switch.this': ['{what}: {name}', '{what} : {name}', '{what}: {name}', '{what}: {name}'],
  'edit': ['Change', 'Modifier', 'تعديل', 'Cambiar'],
  'try': ['What would it have told?', 'Qu’aurait-elle signalé ?', 'ماذا كانت ستنبّه إليه؟', '¿Qué habría avisado?'],
  'try.period': ['Over the last', 'Sur les derniers', 'خلال آخر', 'En los últimos'],
  'try.days': ['{n} {n|day|days}', '{n} {n|jour|jours}', 'الأيام: {n}', '{n} {n|día|días}'],
  'try.last': ['Try on {n} days', 'Essayer sur {n} jours', 'تجربة على آخر {n} يومًا', 'Probar con {n} días'],
  'try.part': ['There was more than could be looked at.', 'Il y avait plus à examiner que possible.', 'كان هناك أكثر مما أمكن فحصه.', 'Había más de lo que se pudo revisar.'],
  'try.go': ['Try it', 'Essayer', 'تجربة', 'Probar'],
  'try.busy': ['Looking through the past …', 'Examen du passé…', 'جارٍ فحص الماضي…', 'Revisando el pasado…'],
  'try.fired': ['It would have fired {n} {n|time|times}.', 'Elle se serait déclenchée {n} fois.', 'عدد المرات التي كانت ستنبّه فيها: {n}.', 'Habría avisado {n} {n|vez|veces}.'],
  'try.never': ['It would not have fired.', 'Elle ne se serait pas déclenchée.', 'لم تكن لتنبّه إلى شيء.', 'No habría avisado.'],
} as const satisfies Record<string, Row>
