import type { Texts } from '../../../core/i18n.ts'

/** Words of alerts. */
export const texts: Texts = {
  'kind.alert': { en: 'Alert', fr: 'Alerte', es: 'Alerta', ar: 'إنذار' },
  'kind.alert.empty': { en: 'Nothing was raised. Rules, clocks and people raise alerts; each stays here with who was told and who answered.', fr: 'Rien n’a été déclenché. Règles, délais et personnes déclenchent les alertes ; chacune reste ici avec qui a été averti et a répondu.', es: 'No se activó nada. Reglas, plazos y personas activan alertas; cada una queda aquí con quién fue avisado y quién respondió.', ar: 'لم يُطلق شيء. تُطلق القواعدُ والمهل والأشخاصُ الإنذارات، ويبقى كل منها هنا مع من أُبلغ ومن أجاب.' },
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
  'field.alert.community': { en: 'Of a community', fr: 'D’une communauté', es: 'De una comunidad', ar: 'من مجتمع محلي' },
  'field.alert.verified': { en: 'Verification call', fr: 'Appel de vérification', es: 'Llamada de verificación', ar: 'مكالمة التحقق' },
  'field.alert.moved': { en: 'First movement', fr: 'Premier mouvement', es: 'Primer movimiento', ar: 'أول تحرك' },
  'field.alert.feedback': { en: 'Feedback to the community', fr: 'Retour à la communauté', es: 'Respuesta a la comunidad', ar: 'إبلاغ المجتمع المحلي بالنتيجة' },
  'field.alert.repeats': { en: 'Told again', fr: 'Signalée de nouveau', es: 'Avisada de nuevo', ar: 'بلاغات متكررة' },
  'facet.community': { en: 'Of a community', fr: 'D’une communauté', es: 'De una comunidad', ar: 'من مجتمع محلي' },
  'action.call-back': { en: 'Verification call', fr: 'Appel de vérification', es: 'Llamada de verificación', ar: 'مكالمة التحقق' },
  'action.move': { en: 'First movement', fr: 'Premier mouvement', es: 'Primer movimiento', ar: 'أول تحرك' },
  'action.feedback': { en: 'Feedback to the community', fr: 'Retour à la communauté', es: 'Respuesta a la comunidad', ar: 'إبلاغ المجتمع المحلي بالنتيجة' },
  'action.repeat': { en: 'Told again', fr: 'Signalée de nouveau', es: 'Avisada de nuevo', ar: 'بلاغ متكرر' },
  'action.again': { en: 'Told again and reopened', fr: 'Signalée de nouveau et rouverte', es: 'Avisada de nuevo y reabierta', ar: 'بلاغ متكرر وإعادة فتح' },
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

/** What the call back said. */
export const VERIFIED_WORDS = {
  'confirmed': { en: 'Confirmed', fr: 'Confirmé', es: 'Confirmado', ar: 'مؤكد' },
  'not-confirmed': { en: 'Not confirmed', fr: 'Non confirmé', es: 'No confirmado', ar: 'غير مؤكد' },
  'unclear': { en: 'Unclear', fr: 'Incertain', es: 'Dudoso', ar: 'غير واضح' },
  'not-reached': { en: 'Nobody reached', fr: 'Personne de joignable', es: 'Nadie localizado', ar: 'تعذر الوصول إلى أحد' },
} as const
