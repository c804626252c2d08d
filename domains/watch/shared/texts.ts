import type { Texts } from '../../../core/i18n.ts'

/** Words of alerts. */
export const texts: Texts = {
  'kind.alert': { en: 'Alert', fr: 'Alerte', es: 'Alerta', ar: 'إنذار' },
  'kinds.alert': { en: 'Alerts', fr: 'Alertes', es: 'Alertas', ar: 'الإنذارات' },
  'field.alert.rule': { en: 'Raised by', fr: 'Déclenchée par', es: 'Activada por', ar: 'مصدر الإنذار' },
  'field.alert.subject': { en: 'About', fr: 'Objet', es: 'Objeto', ar: 'موضوعه' },
  'field.alert.episode': { en: 'Occasion', fr: 'Épisode', es: 'Episodio', ar: 'الواقعة' },
  'field.alert.severity': { en: 'Severity', fr: 'Gravité', es: 'Gravedad', ar: 'الخطورة' },
  'field.alert.raisedAs': { en: 'Raised with severity', fr: 'Gravité initiale', es: 'Gravedad inicial', ar: 'الخطورة عند إطلاقه' },
  'field.alert.sos': { en: 'Call for help', fr: 'Appel à l’aide', es: 'Llamada de auxilio', ar: 'نداء استغاثة' },
  'field.alert.title': { en: 'What happens', fr: 'Ce qui se passe', es: 'Qué ocurre', ar: 'ما يحدث' },
  'field.alert.text': { en: 'Details', fr: 'Précisions', es: 'Detalles', ar: 'التفاصيل' },
  'field.alert.place': { en: 'Place', fr: 'Lieu', es: 'Lugar', ar: 'المكان' },
  'field.alert.at': { en: 'Time', fr: 'Heure', es: 'Hora', ar: 'الوقت' },
  'field.alert.track': { en: 'Track', fr: 'Piste', es: 'Traza', ar: 'المسار' },
  'field.alert.record': { en: 'Record', fr: 'Fiche', es: 'Ficha', ar: 'السجل' },
  'field.alert.state': { en: 'State', fr: 'État', es: 'Estado', ar: 'الحالة' },
  'field.alert.acknowledged': { en: 'Acknowledged', fr: 'Prise en compte', es: 'Acuse de recibo', ar: 'تم الإقرار' },
  'field.alert.acted': { en: 'What was done', fr: 'Mesures prises', es: 'Medidas tomadas', ar: 'ما تم اتخاذه' },
  'field.alert.endedAt': { en: 'Over since', fr: 'Terminé depuis', es: 'Terminado desde', ar: 'انتهى منذ' },
  'field.alert.cancelledAt': { en: 'Called off by its source', fr: 'Annulée par sa source', es: 'Anulada por su origen', ar: 'ألغاه مصدره' },
  'field.alert.closed': { en: 'Closed', fr: 'Close', es: 'Cerrada', ar: 'أُغلق' },
  'facet.state': { en: 'State', fr: 'État', es: 'Estado', ar: 'الحالة' },
  'facet.sos': { en: 'Call for help', fr: 'Appel à l’aide', es: 'Llamada de auxilio', ar: 'نداء استغاثة' },
  'facet.track-rule': { en: 'Track rule', fr: 'Règle de suivi', es: 'Regla de seguimiento', ar: 'قاعدة تتبع' },
  'facet.rule': { en: 'Raised by', fr: 'Déclenchée par', es: 'Activada por', ar: 'مصدر الإنذار' },
  'facet.subject': { en: 'Identity', fr: 'Identité', es: 'Identidad', ar: 'المعرّف' },
  'facet.track': { en: 'Track', fr: 'Piste', es: 'Traza', ar: 'المسار' },
  'facet.about': { en: 'Record', fr: 'Fiche', es: 'Ficha', ar: 'السجل' },
  'action.deliver': { en: 'Delivered', fr: 'Remise', es: 'Entregada', ar: 'تم التسليم' },
  'action.escalate': { en: 'Raised higher', fr: 'Relevée', es: 'Elevada', ar: 'رُفعت درجته' },
  'action.acknowledge': { en: 'Acknowledge', fr: 'Prendre en compte', es: 'Acusar recibo', ar: 'إقرار بالاطلاع' },
  'action.act': { en: 'Say what was done', fr: 'Indiquer les mesures prises', es: 'Indicar lo hecho', ar: 'ذكر ما تم اتخاذه' },
  'action.close': { en: 'Close', fr: 'Clore', es: 'Cerrar', ar: 'إغلاق' },
  'action.reopen': { en: 'Reopen', fr: 'Rouvrir', es: 'Reabrir', ar: 'إعادة فتح' },
  'action.end': { en: 'Over', fr: 'Terminé', es: 'Terminado', ar: 'انتهى' },
  'action.cancel': { en: 'Called off by its source', fr: 'Annulée par sa source', es: 'Anulada por su origen', ar: 'ألغاه مصدره' },
}

/** States of an alert. */
export const STATE_WORDS = {
  raised: { en: 'Raised', fr: 'Déclenchée', es: 'Activada', ar: 'مُطلق' },
  delivered: { en: 'Delivered', fr: 'Remise', es: 'Entregada', ar: 'مُسلّم' },
  acknowledged: { en: 'Acknowledged', fr: 'Prise en compte', es: 'Con acuse de recibo', ar: 'مُقرّ به' },
  acted: { en: 'Acted on', fr: 'Traitée', es: 'Atendida', ar: 'اتُّخذ إجراء' },
  closed: { en: 'Closed', fr: 'Close', es: 'Cerrada', ar: 'مغلق' },
} as const
