import type { Texts } from '../../../core/i18n.ts'

/** Words of the oversight domain. */
export const texts: Texts = {
  'kind.technology': { en: 'Technology', fr: 'Technologie', es: 'Tecnología', ar: 'تقنية' },
  'kinds.technology': { en: 'Technology register', fr: 'Registre des technologies', es: 'Registro de tecnologías', ar: 'سجل التقنيات' },
  'field.technology.name': { en: 'Name', fr: 'Nom', es: 'Nombre', ar: 'الاسم' },
  'field.technology.code': { en: 'Code', fr: 'Code', es: 'Código', ar: 'الرمز' },
  'field.technology.type': { en: 'Type', fr: 'Type', es: 'Tipo', ar: 'النوع' },
  'field.technology.purpose': { en: 'Purpose', fr: 'Finalité', es: 'Finalidad', ar: 'الغرض' },
  'field.technology.dataCollected': { en: 'Data collected', fr: 'Données recueillies', es: 'Datos recogidos', ar: 'البيانات المجموعة' },
  'field.technology.retentionDays': { en: 'Kept for (days)', fr: 'Conservation (jours)', es: 'Conservación (días)', ar: 'مدة الحفظ (أيام)' },
  'field.technology.areas': { en: 'Areas', fr: 'Zones', es: 'Zonas', ar: 'المناطق' },
  'field.technology.consent': { en: 'Host-state consent', fr: 'Consentement de l’État hôte', es: 'Consentimiento del Estado anfitrión', ar: 'موافقة الدولة المضيفة' },
  'field.technology.diligence': { en: 'Due diligence', fr: 'Diligence voulue', es: 'Diligencia debida', ar: 'العناية الواجبة' },
  'facet.type': { en: 'Type', fr: 'Type', es: 'Tipo', ar: 'النوع' },
  'facet.consent': { en: 'Consent', fr: 'Consentement', es: 'Consentimiento', ar: 'الموافقة' },
  'facet.diligence': { en: 'Due diligence', fr: 'Diligence voulue', es: 'Diligencia debida', ar: 'العناية الواجبة' },
  'facet.code': { en: 'Code', fr: 'Code', es: 'Código', ar: 'الرمز' },
}
