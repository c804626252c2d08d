import type { Text } from '../../../../core/i18n.ts'

/** What is notified. */
export const NOTICE_WORDS: Readonly<Record<string, Text>> = {
  FATAL: { en: 'Death', fr: 'Décès', es: 'Fallecimiento', ar: 'وفاة' },
  VSI: { en: 'Very seriously injured or ill', fr: 'Blessé ou malade dans un état très grave', es: 'Herido o enfermo muy grave', ar: 'إصابة أو مرض خطير جدا' },
  SI: { en: 'Seriously injured or ill', fr: 'Blessé ou malade grave', es: 'Herido o enfermo grave', ar: 'إصابة أو مرض خطير' },
  INJURY: { en: 'Injury', fr: 'Blessure', es: 'Lesión', ar: 'إصابة' },
  ILLNESS: { en: 'Illness', fr: 'Maladie', es: 'Enfermedad', ar: 'مرض' },
  MISSING: { en: 'Missing', fr: 'Disparition', es: 'Desaparición', ar: 'فقدان' },
  DETAINED: { en: 'Detained', fr: 'Détention', es: 'Detención', ar: 'احتجاز' },
  SUICIDE_ATTEMPT: { en: 'Attempted suicide (restricted)', fr: 'Tentative de suicide (restreint)', es: 'Intento de suicidio (restringido)', ar: 'محاولة انتحار (مقيّد)' },
}

/** Causes of an incident. */
export const CAUSE_WORDS: Readonly<Record<string, Text>> = {
  MALICIOUS: { en: 'Malicious act', fr: 'Acte de malveillance', es: 'Acto doloso', ar: 'عمل عدائي' },
  ACCIDENT: { en: 'Accident', fr: 'Accident', es: 'Accidente', ar: 'حادث' },
  ILLNESS: { en: 'Illness', fr: 'Maladie', es: 'Enfermedad', ar: 'مرض' },
  OTHER: { en: 'Other', fr: 'Autre', es: 'Otro', ar: 'أخرى' },
  TBD: { en: 'To be determined', fr: 'À déterminer', es: 'Por determinar', ar: 'قيد التحديد' },
}

/** On duty or not. */
export const DUTY_WORDS: Readonly<Record<string, Text>> = {
  ON_DUTY: { en: 'On duty', fr: 'En service', es: 'De servicio', ar: 'في الخدمة' },
  OFF_DUTY: { en: 'Off duty', fr: 'Hors service', es: 'Fuera de servicio', ar: 'خارج الخدمة' },
  LEAVE: { en: 'On leave', fr: 'En congé', es: 'De permiso', ar: 'في إجازة' },
  UNKNOWN: { en: 'Not known', fr: 'Non connu', es: 'No se sabe', ar: 'غير معروف' },
}

/** Yes, no, and not determined yet. */
export const ANSWER_WORDS: Readonly<Record<string, Text>> = {
  YES: { en: 'Yes', fr: 'Oui', es: 'Sí', ar: 'نعم' },
  NO: { en: 'No', fr: 'Non', es: 'No', ar: 'لا' },
  UNDETERMINED: { en: 'Not determined yet', fr: 'Pas encore déterminé', es: 'Aún sin determinar', ar: 'لم يحدد بعد' },
}

/** Components of a mission. */
export const COMPONENT_WORDS: Readonly<Record<string, Text>> = {
  MILITARY: { en: 'Military', fr: 'Militaire', es: 'Militar', ar: 'عسكري' },
  POLICE: { en: 'Police', fr: 'Police', es: 'Policía', ar: 'شرطة' },
  OBSERVER: { en: 'Military observer', fr: 'Observateur militaire', es: 'Observador militar', ar: 'مراقب عسكري' },
  CIV_INTERNATIONAL: { en: 'International civilian', fr: 'Civil international', es: 'Civil internacional', ar: 'مدني دولي' },
  CIV_LOCAL: { en: 'National civilian', fr: 'Civil national', es: 'Civil nacional', ar: 'مدني محلي' },
  OTHER: { en: 'Other', fr: 'Autre', es: 'Otro', ar: 'أخرى' },
}

/** Gender. */
export const GENDER_WORDS: Readonly<Record<string, Text>> = {
  M: { en: 'Male', fr: 'Masculin', es: 'Masculino', ar: 'ذكر' },
  F: { en: 'Female', fr: 'Féminin', es: 'Femenino', ar: 'أنثى' },
  U: { en: 'Not stated', fr: 'Non précisé', es: 'No consta', ar: 'غير مذكور' },
}

/** Where remains are. */
export const REMAINS_WORDS: Readonly<Record<string, Text>> = {
  NOT_APPLICABLE: { en: 'Not applicable', fr: 'Sans objet', es: 'No procede', ar: 'لا ينطبق' },
  IN_MISSION: { en: 'In the mission', fr: 'Dans la mission', es: 'En la misión', ar: 'في البعثة' },
  UNDER_WAY: { en: 'Repatriation under way', fr: 'Rapatriement en cours', es: 'Repatriación en curso', ar: 'الإعادة جارية' },
  REPATRIATED: { en: 'Repatriated', fr: 'Rapatriée', es: 'Repatriados', ar: 'أُعيد إلى الوطن' },
  BURIED: { en: 'Buried in the host country', fr: 'Inhumée dans le pays hôte', es: 'Sepultados en el país anfitrión', ar: 'دُفن في البلد المضيف' },
}

/** How far a notification has come. */
export const STEP_WORDS: Readonly<Record<string, Text>> = {
  draft: { en: 'Being prepared', fr: 'En préparation', es: 'En preparación', ar: 'قيد الإعداد' },
  prepared: { en: 'Awaits first authorisation', fr: 'Attend la première autorisation', es: 'Espera la primera autorización', ar: 'بانتظار الاعتماد الأول' },
  first: { en: 'Awaits second authorisation', fr: 'Attend la seconde autorisation', es: 'Espera la segunda autorización', ar: 'بانتظار الاعتماد الثاني' },
  authorised: { en: 'Authorised', fr: 'Autorisée', es: 'Autorizada', ar: 'معتمد' },
  superseded: { en: 'Superseded', fr: 'Remplacée', es: 'Sustituida', ar: 'مستبدل' },
}

/** Whether next of kin were informed. */
export const KIN_WORDS: Readonly<Record<string, Text>> = {
  informed: { en: 'Informed', fr: 'Informés', es: 'Informados', ar: 'أُبلغوا' },
  waiting: { en: 'Not informed', fr: 'Non informés', es: 'No informados', ar: 'لم يُبلغوا' },
}
