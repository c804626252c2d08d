import type { Texts } from '../../../core/i18n.ts'

/** Words of the register's own page. */
export const UI: Texts = {
  'kinds.technology': { en: 'Technologies', fr: 'Technologies', ar: 'التقنيات' },
  'ui.tech.lead': { en: 'No feed, sensor or model runs without host-state consent and due diligence. Withdrawal takes effect within a minute.', fr: 'Aucun flux, capteur ou modèle ne fonctionne sans consentement de l’État hôte et diligence voulue. Un retrait prend effet en moins d’une minute.', ar: 'لا يعمل أي مصدر أو مستشعر أو نموذج دون موافقة الدولة المضيفة والعناية الواجبة. يسري السحب خلال دقيقة.' },
  'ui.tech.valid': { en: 'May run', fr: 'Autorisée', ar: 'مسموح' },
  'ui.tech.refused': { en: 'Stopped', fr: 'Arrêtée', ar: 'موقوفة' },
  'ui.tech.consent': { en: 'Consent', fr: 'Consentement', ar: 'الموافقة' },
  'ui.tech.diligence': { en: 'Due diligence', fr: 'Diligence voulue', ar: 'العناية الواجبة' },
  'ui.tech.none': { en: 'none recorded', fr: 'non consigné', ar: 'غير مسجل' },
  'ui.tech.until': { en: 'until', fr: 'jusqu’au', ar: 'حتى' },
  'ui.tech.review': { en: 'review by', fr: 'à revoir avant le', ar: 'يراجع قبل' },
  'ui.tech.ends': { en: '{n} days left', fr: 'reste {n} jours', ar: 'بقي {n} يوما' },
  'ui.tech.empty': { en: 'Nothing is registered, so nothing may run. The data-protection officer adds the first entry.', fr: 'Rien n’est inscrit, donc rien ne peut fonctionner. Le responsable de la protection des données ajoute la première inscription.', ar: 'لا شيء مسجل، فلا شيء يعمل. يضيف مسؤول حماية البيانات أول قيد.' },
  'ui.tech.all': { en: 'Table and new entry', fr: 'Tableau et nouvelle inscription', ar: 'الجدول وقيد جديد' },
}
