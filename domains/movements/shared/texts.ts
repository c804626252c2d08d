import type { Texts } from '../../../core/i18n.ts'

/** Words of movements. */
export const texts: Texts = {
  'figure.movement.people': { en: 'people', fr: 'personnes', es: 'personas', ar: 'الأشخاص' },
  'kind.movement': { en: 'Movement', fr: 'Mouvement', es: 'Movimiento', ar: 'تحرّك' },
  'kind.movement.empty': { en: 'Nobody is out. Plan a patrol, convoy or flight; its check-ins and clocks follow from the plan.', fr: 'Personne n’est sorti. Prévoyez patrouille, convoi ou vol ; contacts et délais suivent du plan.', es: 'Nadie está fuera. Planifique una patrulla, un convoy o un vuelo; los controles y plazos salen del plan.', ar: 'لا أحد في الخارج. خطّط دورية أو قافلة أو رحلة، فتتبعها الاتصالات والمهل.' },
  'kinds.movement': { en: 'Movements', fr: 'Mouvements', es: 'Movimientos', ar: 'التحركات' },
  'field.movement.name': { en: 'Name', fr: 'Nom', es: 'Nombre', ar: 'الاسم' },
  'field.movement.sort': { en: 'Kind of movement', fr: 'Type de mouvement', es: 'Tipo de movimiento', ar: 'نوع التحرك' },
  'field.movement.callsign': { en: 'Callsign of the commander', fr: 'Indicatif du chef', es: 'Indicativo del jefe', ar: 'نداء القائد' },
  'field.movement.commander': { en: 'Commander', fr: 'Chef', es: 'Jefe', ar: 'القائد' },
  'field.movement.unit': { en: 'Unit', fr: 'Unité', es: 'Unidad', ar: 'الوحدة' },
  'field.movement.people': { en: 'People', fr: 'Personnes', es: 'Personas', ar: 'عدد الأشخاص' },
  'field.movement.vehicles': { en: 'Vehicles', fr: 'Véhicules', es: 'Vehículos', ar: 'المركبات' },
  'field.movement.phones': { en: 'Numbers that check in by SMS', fr: 'Numéros pour les comptes rendus par SMS', es: 'Números para el control por SMS', ar: 'أرقام الاتصال الدوري بالرسائل' },
  'field.movement.tracks': { en: 'Tracks', fr: 'Pistes', es: 'Trazas', ar: 'المسارات' },
  'field.movement.waypoints': { en: 'Waypoints', fr: 'Points de passage', es: 'Puntos de paso', ar: 'نقاط الطريق' },
  'field.movement.line': { en: 'Way', fr: 'Trajet', es: 'Trayecto', ar: 'الطريق' },
  'field.movement.speedKmh': { en: 'Planned speed (km/h)', fr: 'Vitesse prévue (km/h)', es: 'Velocidad prevista (km/h)', ar: 'السرعة المقررة (كم/س)' },
  'field.movement.corridorM': { en: 'Corridor to either side (m)', fr: 'Couloir de part et d’autre (m)', es: 'Corredor a cada lado (m)', ar: 'عرض الممر على كل جانب (م)' },
  'field.movement.checkIn': { en: 'Check-ins', fr: 'Comptes rendus de position', es: 'Controles de comunicación', ar: 'الاتصال الدوري' },
  'field.movement.stopMin': { en: 'Stop nobody planned, after minutes', fr: 'Arrêt imprévu, après (minutes)', es: 'Parada imprevista, tras (minutos)', ar: 'توقف غير مقرر بعد (دقائق)' },
  'field.movement.pace': { en: 'Means of contact (PACE)', fr: 'Moyens de liaison (PACE)', es: 'Medios de enlace (PACE)', ar: 'وسائل الاتصال (PACE)' },
  'field.movement.medical': { en: 'Medical support', fr: 'Soutien médical', es: 'Apoyo médico', ar: 'الدعم الطبي' },
  'field.movement.note': { en: 'Note', fr: 'Note', es: 'Nota', ar: 'ملاحظة' },
  'field.movement.reportWithinH': { en: 'Report within (hours)', fr: 'Compte rendu sous (heures)', es: 'Informe en (horas)', ar: 'التقرير خلال (ساعات)' },
  'field.movement.accepted': { en: 'Goes all the same', fr: 'Part malgré tout', es: 'Va pese a ello', ar: 'ينطلق رغم ذلك' },
  'kind.restriction': { en: 'Road closure or curfew', fr: 'Route fermée ou couvre-feu', es: 'Carretera cerrada o toque de queda', ar: 'إغلاق طريق أو حظر تجول' },
  'kind.restriction.empty': { en: 'No road is closed and no curfew stands. Add one: ways go round it and plans that meet it say so.', fr: 'Aucune route fermée, aucun couvre-feu. Ajoutez-en : les trajets l’évitent et les plans le signalent.', es: 'No hay carreteras cerradas ni toques de queda. Añada uno: las rutas lo evitan y los planes lo indican.', ar: 'لا طريق مغلقة ولا حظر تجول. أضف واحدا فتتجنبه الطرق وتنبّه إليه الخطط.' },
  'kinds.restriction': { en: 'Closures and curfews', fr: 'Fermetures et couvre-feux', es: 'Cierres y toques de queda', ar: 'الإغلاقات وحظر التجول' },
  'field.restriction.name': { en: 'What and where', fr: 'Quoi et où', es: 'Qué y dónde', ar: 'ماذا وأين' },
  'field.restriction.sort': { en: 'Kind', fr: 'Nature', es: 'Clase', ar: 'النوع' },
  'field.restriction.line': { en: 'Place or stretch of road', fr: 'Lieu ou tronçon', es: 'Lugar o tramo', ar: 'المكان أو مقطع الطريق' },
  'field.restriction.radiusM': { en: 'Reaches how far around (m)', fr: 'Portée alentour (m)', es: 'Alcance alrededor (m)', ar: 'مداه حوله (م)' },
  'field.restriction.percent': { en: 'Of the usual speed (%)', fr: 'De la vitesse habituelle (%)', es: 'De la velocidad habitual (%)', ar: 'من السرعة المعتادة (٪)' },
  'field.restriction.area': { en: 'Area', fr: 'Zone', es: 'Zona', ar: 'المنطقة' },
  'field.restriction.from': { en: 'In force from', fr: 'En vigueur dès', es: 'En vigor desde', ar: 'سارٍ من' },
  'field.restriction.to': { en: 'Until', fr: 'Jusqu’à', es: 'Hasta', ar: 'حتى' },
  'field.restriction.daily': { en: 'Hours of each day', fr: 'Heures de chaque jour', es: 'Horas de cada día', ar: 'ساعات كل يوم' },
  'field.restriction.why': { en: 'Why', fr: 'Motif', es: 'Motivo', ar: 'السبب' },
  'field.restriction.source': { en: 'Who says so', fr: 'Source', es: 'Quién lo dice', ar: 'المصدر' },
  'field.restriction.lifted': { en: 'Lifted', fr: 'Levé', es: 'Levantado', ar: 'رُفع' },
  'kind.road-mark': { en: 'Point on a road', fr: 'Point sur une route', es: 'Punto en una carretera', ar: 'نقطة على طريق' },
  'kind.road-mark.empty': { en: 'No culvert, bridge or place without radio is known. Open the strip map of a movement and add what lies on its way: every movement that passes has it on its own.', fr: 'Aucun ponceau, pont ou zone sans radio connu. Ouvrez la carte-itinéraire d’un mouvement et ajoutez ce qui s’y trouve : tout mouvement qui y passe l’aura sur la sienne.', es: 'No se conoce ninguna alcantarilla, puente ni zona sin radio. Abra el mapa de ruta de un movimiento y añada lo que hay: todo movimiento que pase lo tendrá en el suyo.', ar: 'لا عبّارة ولا جسر ولا موضع بلا اتصال معروف. افتح الخريطة الشريطية لتحرك وأضف ما على طريقه: يظهر على خريطة كل تحرك يمر به.' },
  'kinds.road-mark': { en: 'Points on roads', fr: 'Points sur les routes', es: 'Puntos en carreteras', ar: 'نقاط على الطرق' },
  'field.road-mark.sort': { en: 'Kind', fr: 'Nature', es: 'Clase', ar: 'النوع' },
  'field.road-mark.name': { en: 'Name', fr: 'Nom', es: 'Nombre', ar: 'الاسم' },
  'field.road-mark.line': { en: 'Place or stretch of road', fr: 'Lieu ou tronçon', es: 'Lugar o tramo', ar: 'المكان أو مقطع الطريق' },
  'field.road-mark.radiusM': { en: 'Reaches how far around (m)', fr: 'Portée alentour (m)', es: 'Alcance alrededor (m)', ar: 'مداه حوله (م)' },
  'field.road-mark.loadT': { en: 'Carries (tonnes)', fr: 'Porte (tonnes)', es: 'Soporta (toneladas)', ar: 'الحمولة (طن)' },
  'field.road-mark.note': { en: 'Note', fr: 'Note', es: 'Nota', ar: 'ملاحظة' },
  'field.road-mark.source': { en: 'Who says so', fr: 'Source', es: 'Quién lo dice', ar: 'المصدر' },
  'figure.road-mark.load': { en: 'tonnes carried', fr: 'tonnes portées', es: 'toneladas soportadas', ar: 'أطنان الحمولة' },
  'facet.lifted': { en: 'Lifted', fr: 'Levé', es: 'Levantado', ar: 'رُفع' },
  'facet.area': { en: 'Area', fr: 'Zone', es: 'Zona', ar: 'المنطقة' },
  'action.lift': { en: 'Lift', fr: 'Lever', es: 'Levantar', ar: 'رفع' },
  'field.movement.copyOf': { en: 'Copied from', fr: 'Copié de', es: 'Copiado de', ar: 'نسخة من' },
  'field.movement.state': { en: 'State', fr: 'État', es: 'Estado', ar: 'الحالة' },
  'field.movement.clearance': { en: 'Clearance', fr: 'Autorisation', es: 'Autorización', ar: 'الإذن بالتحرك' },
  'field.movement.departedAt': { en: 'Departed', fr: 'Parti', es: 'Salió', ar: 'غادر' },
  'field.movement.arrivedAt': { en: 'Arrived', fr: 'Arrivé', es: 'Llegó', ar: 'وصل' },
  'field.movement.returnedAt': { en: 'Back', fr: 'De retour', es: 'De vuelta', ar: 'عاد' },
  'field.movement.newEta': { en: 'Expected now', fr: 'Attendu désormais', es: 'Previsto ahora', ar: 'الموعد المتوقع الآن' },
  'field.movement.checkIns': { en: 'Check-ins heard', fr: 'Comptes rendus reçus', es: 'Controles recibidos', ar: 'الاتصالات المستلمة' },
  'field.movement.passed': { en: 'Waypoints passed', fr: 'Points franchis', es: 'Puntos superados', ar: 'النقاط التي تم بلوغها' },
  'field.movement.late': { en: 'Told late', fr: 'Retards signalés', es: 'Retrasos avisados', ar: 'تنبيهات التأخر' },
  'field.movement.report': { en: 'Report', fr: 'Compte rendu', es: 'Informe', ar: 'التقرير' },
  'field.movement.calledOff': { en: 'Called off', fr: 'Annulé', es: 'Cancelado', ar: 'أُلغي' },
  'facet.state': { en: 'State', fr: 'État', es: 'Estado', ar: 'الحالة' },
  'facet.sort': { en: 'Kind', fr: 'Type', es: 'Tipo', ar: 'النوع' },
  'facet.unit': { en: 'Unit', fr: 'Unité', es: 'Unidad', ar: 'الوحدة' },
  'facet.route': { en: 'Route status', fr: 'État de l’itinéraire', es: 'Estado de la ruta', ar: 'حالة الطريق' },
  'facet.track': { en: 'Track', fr: 'Piste', es: 'Traza', ar: 'المسار' },
  'action.clear': { en: 'Clear to go', fr: 'Autoriser', es: 'Autorizar', ar: 'الإذن بالتحرك' },
  'action.depart': { en: 'Departed', fr: 'Départ', es: 'Salida', ar: 'المغادرة' },
  'action.check-in': { en: 'Check-in', fr: 'Compte rendu de position', es: 'Control de comunicación', ar: 'اتصال دوري' },
  'action.heard': { en: 'Heard', fr: 'Contact', es: 'Contacto', ar: 'تم الاتصال' },
  'action.arrive': { en: 'Arrived', fr: 'Arrivée', es: 'Llegada', ar: 'الوصول' },
  'action.come-back': { en: 'Back', fr: 'Retour', es: 'De vuelta', ar: 'العودة' },
  'action.patrol-report': { en: 'Report', fr: 'Compte rendu', es: 'Informe', ar: 'التقرير' },
  'action.call-off': { en: 'Call off', fr: 'Annuler', es: 'Cancelar', ar: 'إلغاء التحرك' },
  'action.step-back': { en: 'Take the last step back', fr: 'Revenir à l’étape précédente', es: 'Deshacer el último paso', ar: 'التراجع خطوة' },
  'action.late': { en: 'Told late', fr: 'Retard signalé', es: 'Retraso avisado', ar: 'تنبيه بالتأخر' },

  'kind.held-message': { en: 'Message held back', fr: 'Message retenu', es: 'Mensaje retenido', ar: 'رسالة محتجزة' },
  'kind.held-message.empty': { en: 'Text messages nobody could be matched to wait here until somebody says whose they are.', fr: 'Les SMS sans expéditeur reconnu attendent ici qu’on dise de qui ils sont.', es: 'Los SMS de remitente desconocido esperan aquí hasta que alguien diga de quién son.', ar: 'تنتظر هنا الرسائل التي لم يُعرف مرسلها حتى يُقال لمن هي.' },
  'kinds.held-message': { en: 'Messages held back', fr: 'Messages retenus', es: 'Mensajes retenidos', ar: 'الرسائل المحتجزة' },
  'field.held-message.from': { en: 'From', fr: 'De', es: 'De', ar: 'من' },
  'field.held-message.text': { en: 'Text', fr: 'Texte', es: 'Texto', ar: 'النص' },
  'field.held-message.at': { en: 'Time', fr: 'Heure', es: 'Hora', ar: 'الوقت' },
  'field.held-message.why': { en: 'Why it was held back', fr: 'Motif', es: 'Por qué se retuvo', ar: 'سبب الاحتجاز' },
  'field.held-message.movement': { en: 'Movement', fr: 'Mouvement', es: 'Movimiento', ar: 'التحرك' },
  'field.held-message.contact': { en: 'Contact', fr: 'Contact', es: 'Contacto', ar: 'جهة الاتصال' },
  'field.held-message.settled': { en: 'What was done', fr: 'Suite donnée', es: 'Qué se hizo', ar: 'ما تم اتخاذه' },
  'facet.why': { en: 'Why', fr: 'Motif', es: 'Motivo', ar: 'السبب' },
  'facet.settled': { en: 'Settled', fr: 'Réglé', es: 'Resuelto', ar: 'تمت تسويتها' },
  'action.settle': { en: 'Say what was done', fr: 'Indiquer la suite donnée', es: 'Indicar lo hecho', ar: 'ذكر ما تم اتخاذه' },
}

/** States of a movement. */
export const STATE_WORDS = {
  'planned': { en: 'Planned', fr: 'Prévu', es: 'Previsto', ar: 'مقرر' },
  'cleared': { en: 'Cleared', fr: 'Autorisé', es: 'Autorizado', ar: 'مأذون به' },
  'departed': { en: 'Under way', fr: 'En route', es: 'En camino', ar: 'في الطريق' },
  'arrived': { en: 'Arrived', fr: 'Arrivé', es: 'Llegado', ar: 'وصل' },
  'returned': { en: 'Back', fr: 'Rentré', es: 'De vuelta', ar: 'عاد' },
  'reported': { en: 'Reported', fr: 'Rendu compte', es: 'Informado', ar: 'قُدم التقرير' },
  'called-off': { en: 'Called off', fr: 'Annulé', es: 'Cancelado', ar: 'أُلغي' },
} as const

/** Sorts of movement. */
export const SORT_WORDS = {
  'patrol': { en: 'Patrol', fr: 'Patrouille', es: 'Patrulla', ar: 'دورية' },
  'foot-patrol': { en: 'Foot patrol', fr: 'Patrouille à pied', es: 'Patrulla a pie', ar: 'دورية راجلة' },
  'convoy': { en: 'Convoy', fr: 'Convoi', es: 'Convoy', ar: 'قافلة' },
  'escort': { en: 'Escort', fr: 'Escorte', es: 'Escolta', ar: 'مرافقة' },
  'flight': { en: 'Flight', fr: 'Vol', es: 'Vuelo', ar: 'رحلة جوية' },
  'boat': { en: 'Boat', fr: 'Embarcation', es: 'Embarcación', ar: 'زورق' },
} as const

/** Kinds of restriction. */
export const RESTRICTION_WORDS = {
  closed: { en: 'Road closed', fr: 'Route fermée', es: 'Carretera cerrada', ar: 'طريق مغلق' },
  slow: { en: 'Road slow', fr: 'Route ralentie', es: 'Carretera lenta', ar: 'طريق بطيء' },
  curfew: { en: 'Curfew', fr: 'Couvre-feu', es: 'Toque de queda', ar: 'حظر تجول' },
} as const

/** What lies on a road. */
export const ROAD_MARK_WORDS = {
  'culvert': { en: 'Culvert', fr: 'Ponceau', es: 'Alcantarilla', ar: 'عبّارة' },
  'bridge': { en: 'Bridge', fr: 'Pont', es: 'Puente', ar: 'جسر' },
  'ford': { en: 'Ford', fr: 'Gué', es: 'Vado', ar: 'مخاضة' },
  'choke-point': { en: 'Choke point', fr: 'Point d’étranglement', es: 'Punto de estrangulamiento', ar: 'نقطة اختناق' },
  'dead-ground': { en: 'Dead ground', fr: 'Angle mort du terrain', es: 'Zona desenfilada', ar: 'أرض ميتة' },
  'black-spot': { en: 'No radio contact', fr: 'Zone sans liaison radio', es: 'Sin enlace de radio', ar: 'بلا اتصال لاسلكي' },
  'landmark': { en: 'Landmark', fr: 'Point de repère', es: 'Punto de referencia', ar: 'مَعلَم' },
} as const

/** How a road was judged. */
export const ROUTE_WORDS = {
  green: { en: 'Green: open', fr: 'Vert : ouvert', es: 'Verde: abierta', ar: 'أخضر: مفتوح' },
  amber: { en: 'Amber: caution or escort', fr: 'Orange : prudence ou escorte', es: 'Ámbar: precaución o escolta', ar: 'كهرماني: حذر أو مرافقة' },
  red: { en: 'Red: essential movement only', fr: 'Rouge : mouvements essentiels seulement', es: 'Rojo: solo movimientos esenciales', ar: 'أحمر: للتحركات الضرورية فقط' },
  black: { en: 'Black: closed', fr: 'Noir : fermé', es: 'Negro: cerrada', ar: 'أسود: مغلق' },
  grey: { en: 'Grey: not known', fr: 'Gris : inconnu', es: 'Gris: desconocida', ar: 'رمادي: غير معروف' },
} as const

/** Why a message was held back. */
export const WHY_WORDS = {
  'unknown-number': { en: 'The number belongs to no movement', fr: 'Le numéro n’appartient à aucun mouvement', es: 'El número no pertenece a ningún movimiento', ar: 'الرقم لا يعود إلى أي تحرك' },
  'not-under-way': { en: 'Its movement is not under way', fr: 'Son mouvement n’est pas en route', es: 'Su movimiento no está en camino', ar: 'التحرك ليس في الطريق' },
  'not-understood': { en: 'It says neither 1 nor 2 nor 9', fr: 'Il ne dit ni 1, ni 2, ni 9', es: 'No dice ni 1 ni 2 ni 9', ar: 'لا تحمل 1 ولا 2 ولا 9' },
} as const
