import type { Row } from './texts.ts'

/** No link, the kept picture, and a newer version. */
export const OFFLINE_ROWS = {
  'offline.strip': ['No link · picture of {at}, {age} old · {n} records kept on this device', 'Pas de liaison · image du {at}, vieille de {age} · {n} fiches gardées sur cet appareil', 'لا اتصال · الصورة بتاريخ {at}، عمرها {age} · {n} سجلًا محفوظًا على هذا الجهاز', 'Sin enlace · imagen del {at}, de hace {age} · {n} registros guardados en este dispositivo'],
  'offline.strip.none': ['No link · nothing is kept on this device', 'Pas de liaison · rien n’est gardé sur cet appareil', 'لا اتصال · لا شيء محفوظ على هذا الجهاز', 'Sin enlace · no hay nada guardado en este dispositivo'],
  'offline.write': ['What you write is kept and sent when there is a link.', 'Ce que vous écrivez est gardé et part dès que la liaison revient.', 'ما تكتبه يُحفظ ويُرسل عند عودة الاتصال.', 'Lo que escriba se guarda y se envía cuando haya enlace.'],
  'offline.kept': ['Kept on this device: it is sent when there is a link.', 'Gardé sur cet appareil : envoyé dès que la liaison revient.', 'محفوظ على هذا الجهاز: يُرسل عند عودة الاتصال.', 'Guardado en este dispositivo: se envía cuando haya enlace.'],
  'offline.waits': ['waits to be sent', 'attend l’envoi', 'بانتظار الإرسال', 'espera el envío'],
  'offline.waits.refused': ['refused: look under “This device”', 'refusé : voir « Cet appareil »', 'مرفوض: انظر «هذا الجهاز»', 'rechazado: vea «Este dispositivo»'],
  'offline.version': ['New version: reload when you are ready.', 'Nouvelle version : rechargez quand vous êtes prêt.', 'نسخة جديدة: أعد التحميل متى كنت جاهزًا.', 'Nueva versión: recargue cuando esté listo.'],
  'offline.reload': ['Reload', 'Recharger', 'إعادة التحميل', 'Recargar'],
  'offline.later': ['Later', 'Plus tard', 'لاحقًا', 'Más tarde'],
  'offline.device': ['This device', 'Cet appareil', 'هذا الجهاز', 'Este dispositivo'],
  'offline.shared': ['Others use this device too', 'D’autres utilisent aussi cet appareil', 'يستعمل هذا الجهاز آخرون أيضًا', 'Otras personas usan también este dispositivo'],
  'offline.shared.hint': ['Nothing is kept for reading without a link, and everything goes when you sign out.', 'Rien n’est gardé pour lire sans liaison, et tout part quand vous vous déconnectez.', 'لا يُحفظ شيء للقراءة من دون اتصال، ويُمحى كل شيء عند تسجيل الخروج.', 'No se guarda nada para leer sin enlace y todo se borra al cerrar la sesión.'],
  'offline.signout.waits': ['{n} entries have not reached the node. If you sign out now they are deleted from this device. Open “This device” to send or export them first.', '{n} saisies n’ont pas atteint le nœud. Si vous vous déconnectez maintenant, elles sont effacées de cet appareil. Ouvrez « Cet appareil » pour les envoyer ou les exporter d’abord.', 'لم تصل {n} من المدخلات إلى الخادم. إن سجّلت الخروج الآن تُمحى من هذا الجهاز. افتح «هذا الجهاز» لإرسالها أو تصديرها أولًا.', '{n} entradas no han llegado al nodo. Si cierra la sesión ahora se borran de este dispositivo. Abra «Este dispositivo» para enviarlas o exportarlas antes.'],
  'offline.signout.own': ['{n} entries have not reached the node. They stay on this device, sealed, and are sent when you sign in again here.', '{n} saisies n’ont pas atteint le nœud. Elles restent scellées sur cet appareil et partent quand vous vous y reconnectez.', 'لم تصل {n} من المدخلات إلى الخادم. تبقى مختومة على هذا الجهاز وتُرسل عند تسجيل الدخول هنا مجددًا.', '{n} entradas no han llegado al nodo. Quedan selladas en este dispositivo y se envían cuando vuelva a entrar aquí.'],
} satisfies Record<string, Row>
