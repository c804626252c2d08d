import type { Text, Texts } from '../../../core/i18n.ts'
import type { ReportSort } from './field-report.ts'

/** Words of messages and of what devices report from the field. */
export const messageTexts: Texts = {
  'kind.message': { en: 'Message', fr: 'Message', es: 'Mensaje', ar: 'رسالة' },
  'kind.message.empty': { en: 'Talk of TAK devices and radios is kept here, with who received it.', fr: 'Les échanges des appareils TAK et des radios sont gardés ici, avec qui les a reçus.', es: 'Aquí se guardan los mensajes de dispositivos TAK y radios, con quién los recibió.', ar: 'تُحفظ هنا محادثات أجهزة TAK واللاسلكي مع من استلمها.' },
  'kinds.message': { en: 'Messages', fr: 'Messages', es: 'Mensajes', ar: 'الرسائل' },
  'field.message.uid': { en: 'Id given by the device', fr: 'Identifiant donné par l’appareil', es: 'Identificador del dispositivo', ar: 'المعرّف من الجهاز' },
  'field.message.from': { en: 'From', fr: 'De', es: 'De', ar: 'من' },
  'field.message.to': { en: 'To', fr: 'À', es: 'Para', ar: 'إلى' },
  'field.message.room': { en: 'Room', fr: 'Salon', es: 'Sala', ar: 'الغرفة' },
  'field.message.text': { en: 'Text', fr: 'Texte', es: 'Texto', ar: 'النص' },
  'field.message.sentAt': { en: 'Sent', fr: 'Envoyé', es: 'Enviado', ar: 'وقت الإرسال' },
  'field.message.place': { en: 'Sent from', fr: 'Lieu d’envoi', es: 'Lugar de envío', ar: 'مكان الإرسال' },
  'field.message.receipts': { en: 'Delivered and read', fr: 'Remis et lu', es: 'Entregado y leído', ar: 'التسليم والقراءة' },
  'field.message.receiptsLeftOut': { en: 'Receipts left out', fr: 'Accusés non conservés', es: 'Acuses no conservados', ar: 'إيصالات لم تُحفظ' },
  'field.message.deliveredAt': { en: 'Delivered', fr: 'Remis', es: 'Entregado', ar: 'سُلّم' },
  'field.message.readAt': { en: 'Read', fr: 'Lu', es: 'Leído', ar: 'قُرئ' },
  'field.message.feed': { en: 'Feed', fr: 'Flux', es: 'Fuente', ar: 'التغذية' },
  'kind.field-report': { en: 'Field report', fr: 'Signalement du terrain', es: 'Reporte de campo', ar: 'تقرير ميداني' },
  'kind.field-report.empty': { en: 'Markers, routes and requests that TAK devices send come here as drafts; make a record of them or set them aside.', fr: 'Repères, itinéraires et demandes des appareils TAK arrivent ici en brouillon ; faites-en une fiche ou écartez-les.', es: 'Marcas, rutas y solicitudes de los dispositivos TAK llegan aquí como borradores; haga una ficha o déjelas aparte.', ar: 'تصل هنا علامات أجهزة TAK وطرقها وطلباتها مسوداتٍ؛ اجعلها سجلات أو نحّها.' },
  'kinds.field-report': { en: 'Field reports', fr: 'Signalements du terrain', es: 'Reportes de campo', ar: 'التقارير الميدانية' },
  'field.field-report.uid': { en: 'Id given by the device', fr: 'Identifiant donné par l’appareil', es: 'Identificador del dispositivo', ar: 'المعرّف من الجهاز' },
  'field.field-report.type': { en: 'CoT type', fr: 'Type CoT', es: 'Tipo CoT', ar: 'نوع CoT' },
  'field.field-report.sort': { en: 'What it is', fr: 'Nature', es: 'Qué es', ar: 'ما هو' },
  'field.field-report.name': { en: 'Name', fr: 'Nom', es: 'Nombre', ar: 'الاسم' },
  'field.field-report.remarks': { en: 'Remarks', fr: 'Remarques', es: 'Observaciones', ar: 'ملاحظات' },
  'field.field-report.place': { en: 'Place', fr: 'Lieu', es: 'Lugar', ar: 'المكان' },
  'field.field-report.corners': { en: 'Corners', fr: 'Sommets', es: 'Vértices', ar: 'النقاط' },
  'field.field-report.ring': { en: 'Closed line', fr: 'Ligne fermée', es: 'Línea cerrada', ar: 'خط مغلق' },
  'field.field-report.circleM': { en: 'Radius (m)', fr: 'Rayon (m)', es: 'Radio (m)', ar: 'نصف القطر (م)' },
  'field.field-report.summary': { en: 'As reported', fr: 'Contenu signalé', es: 'Contenido del reporte', ar: 'ما ورد في التقرير' },
  'field.field-report.time': { en: 'Reported at', fr: 'Signalé le', es: 'Reportado', ar: 'وقت التقرير' },
  'field.field-report.stale': { en: 'Holds until', fr: 'Valable jusqu’à', es: 'Válido hasta', ar: 'صالح حتى' },
  'field.field-report.from': { en: 'Sent by', fr: 'Envoyé par', es: 'Enviado por', ar: 'المرسل' },
  'field.field-report.feed': { en: 'Feed', fr: 'Flux', es: 'Fuente', ar: 'التغذية' },
  'field.field-report.cot': { en: 'The event as it came', fr: 'L’événement tel que reçu', es: 'El evento tal como llegó', ar: 'الحدث كما ورد' },
  'field.field-report.promoted': { en: 'Records made of it', fr: 'Fiches qui en sont issues', es: 'Fichas creadas a partir de él', ar: 'السجلات المستخرجة منه' },
  'action.receipt': { en: 'Receipt', fr: 'Accusé de réception', es: 'Acuse de recibo', ar: 'إيصال استلام' },
  'action.promote': { en: 'Made into a record', fr: 'Transformé en fiche', es: 'Convertido en ficha', ar: 'حُوّل إلى سجل' },
  'facet.room': { en: 'Room', fr: 'Salon', es: 'Sala', ar: 'الغرفة' },
  'facet.from': { en: 'From', fr: 'De', es: 'De', ar: 'من' },
  'facet.reported': { en: 'What it is', fr: 'Nature', es: 'Qué es', ar: 'ما هو' },
  'facet.promoted': { en: 'Made into a record', fr: 'Transformé en fiche', es: 'Convertido en ficha', ar: 'حُوّل إلى سجل' },
}

export const REPORT_WORDS: Record<ReportSort, Text> = {
  'marker': { en: 'Marker', fr: 'Repère', es: 'Marcador', ar: 'علامة' },
  'route': { en: 'Route', fr: 'Itinéraire', es: 'Ruta', ar: 'مسار طريق' },
  'shape': { en: 'Drawing', fr: 'Tracé', es: 'Trazado', ar: 'رسم' },
  'spot': { en: 'Spot report', fr: 'Compte rendu ponctuel', es: 'Reporte puntual', ar: 'بلاغ موضعي' },
  'casevac': { en: 'Casualty evacuation', fr: 'Évacuation de blessés', es: 'Evacuación de bajas', ar: 'إخلاء المصابين' },
  'sos': { en: 'Call for help', fr: 'Appel à l’aide', es: 'Llamada de auxilio', ar: 'نداء استغاثة' },
  'other': { en: 'Other', fr: 'Autre', es: 'Otro', ar: 'أخرى' },
}

export const YES_NO: Record<'true' | 'false', Text> = {
  'true': { en: 'Yes', fr: 'Oui', es: 'Sí', ar: 'نعم' },
  'false': { en: 'No', fr: 'Non', es: 'No', ar: 'لا' },
}
