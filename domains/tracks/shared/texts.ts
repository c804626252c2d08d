import type { Affiliation, TrackSort } from '../../../core/fix.ts'
import type { Text, Texts } from '../../../core/i18n.ts'
import type { RetentionClass } from '../../../core/observation.ts'
import type { CAPABILITIES } from './track.ts'

/** Words of tracks and feeds. */
export const texts: Texts = {
  'kind.track': { en: 'Track', fr: 'Piste', es: 'Traza', ar: 'مسار' },
  'kinds.track': { en: 'Tracks', fr: 'Pistes', es: 'Trazas', ar: 'المسارات' },
  'field.track.name': { en: 'Name', fr: 'Nom', es: 'Nombre', ar: 'الاسم' },
  'field.track.callsign': { en: 'Callsign', fr: 'Indicatif', es: 'Indicativo', ar: 'نداء الاتصال' },
  'field.track.subjects': { en: 'Identities', fr: 'Identités', es: 'Identidades', ar: 'المعرّفات' },
  'field.track.sort': { en: 'What it is', fr: 'Nature', es: 'Qué es', ar: 'ما هو' },
  'field.track.affiliation': { en: 'Affiliation', fr: 'Appartenance', es: 'Afiliación', ar: 'الانتماء' },
  'field.track.sidc': { en: 'Symbol code', fr: 'Code du symbole', es: 'Código del símbolo', ar: 'رمز العلامة' },
  'field.track.unit': { en: 'Unit', fr: 'Unité', es: 'Unidad', ar: 'الوحدة' },
  'field.track.capabilities': { en: 'Can help with', fr: 'Peut aider pour', es: 'Puede ayudar en', ar: 'يمكنه المساعدة في' },
  'field.track.cruiseKmh': { en: 'Usual speed (km/h)', fr: 'Vitesse habituelle (km/h)', es: 'Velocidad habitual (km/h)', ar: 'السرعة المعتادة (كم/س)' },
  'field.track.retention': { en: 'Positions are kept', fr: 'Conservation des positions', es: 'Conservación de posiciones', ar: 'مدة حفظ المواقع' },
  'field.track.feed': { en: 'First reported by', fr: 'Signalé d’abord par', es: 'Comunicado primero por', ar: 'أول مصدر أبلغ عنه' },
  'field.track.lineage': { en: 'Split and merged', fr: 'Séparations et fusions', es: 'Divisiones y fusiones', ar: 'الفصل والدمج' },
  'field.track.note': { en: 'Note', fr: 'Note', es: 'Nota', ar: 'ملاحظة' },
  'kind.feed': { en: 'Feed', fr: 'Flux', es: 'Fuente', ar: 'تغذية' },
  'kinds.feed': { en: 'Feeds', fr: 'Flux', es: 'Fuentes', ar: 'التغذيات' },
  'field.feed.name': { en: 'Name', fr: 'Nom', es: 'Nombre', ar: 'الاسم' },
  'field.feed.technology': { en: 'Technology', fr: 'Technologie', es: 'Tecnología', ar: 'التقنية' },
  'field.feed.codec': { en: 'Format', fr: 'Format', es: 'Formato', ar: 'الصيغة' },
  'field.feed.transport': { en: 'How it comes in', fr: 'Voie d’arrivée', es: 'Vía de entrada', ar: 'طريقة الوصول' },
  'field.feed.address': { en: 'Address', fr: 'Adresse', es: 'Dirección', ar: 'العنوان' },
  'field.feed.port': { en: 'Port', fr: 'Port', es: 'Puerto', ar: 'المنفذ' },
  'field.feed.options': { en: 'Settings', fr: 'Réglages', es: 'Ajustes', ar: 'الإعدادات' },
  'field.feed.enabled': { en: 'Switched on', fr: 'En service', es: 'Activada', ar: 'قيد التشغيل' },
  'field.feed.sort': { en: 'Its subjects are', fr: 'Nature des sujets', es: 'Sus sujetos son', ar: 'نوع ما ترصده' },
  'field.feed.affiliation': { en: 'Affiliation', fr: 'Appartenance', es: 'Afiliación', ar: 'الانتماء' },
  'field.feed.source': { en: 'Source of positions', fr: 'Origine des positions', es: 'Origen de las posiciones', ar: 'مصدر المواقع' },
  'field.feed.registers': { en: 'Makes tracks by itself', fr: 'Crée des pistes elle-même', es: 'Crea trazas por sí misma', ar: 'تنشئ المسارات تلقائيًا' },
  'field.feed.retention': { en: 'Positions are kept', fr: 'Conservation des positions', es: 'Conservación de posiciones', ar: 'مدة حفظ المواقع' },
  'field.feed.silentAfterS': { en: 'Silent after (s)', fr: 'Muet après (s)', es: 'Silenciosa tras (s)', ar: 'صامتة بعد (ث)' },
  'field.feed.recordMb': { en: 'Recorded (MB)', fr: 'Enregistrement (Mo)', es: 'Grabación (MB)', ar: 'التسجيل (م.ب)' },
  'field.feed.mostPerSecond': { en: 'Most messages a second', fr: 'Messages par seconde, au plus', es: 'Mensajes por segundo, como máximo', ar: 'أقصى عدد رسائل في الثانية' },
  'field.feed.note': { en: 'Note', fr: 'Note', es: 'Nota', ar: 'ملاحظة' },
  'facet.sort': { en: 'What it is', fr: 'Nature', es: 'Qué es', ar: 'ما هو' },
  'facet.affiliation': { en: 'Affiliation', fr: 'Appartenance', es: 'Afiliación', ar: 'الانتماء' },
  'facet.unit': { en: 'Unit', fr: 'Unité', es: 'Unidad', ar: 'الوحدة' },
  'facet.capability': { en: 'Can help with', fr: 'Peut aider pour', es: 'Puede ayudar en', ar: 'يمكنه المساعدة في' },
  'facet.feed': { en: 'Feed', fr: 'Flux', es: 'Fuente', ar: 'التغذية' },
  'facet.subject': { en: 'Identity', fr: 'Identité', es: 'Identidad', ar: 'المعرّف' },
  'facet.codec': { en: 'Format', fr: 'Format', es: 'Formato', ar: 'الصيغة' },
  'facet.transport': { en: 'How it comes in', fr: 'Voie d’arrivée', es: 'Vía de entrada', ar: 'طريقة الوصول' },
  'facet.technology': { en: 'Technology', fr: 'Technologie', es: 'Tecnología', ar: 'التقنية' },
  'facet.enabled': { en: 'Switched on', fr: 'En service', es: 'Activada', ar: 'قيد التشغيل' },
}

export const AFFILIATION_WORDS: Record<Affiliation, Text> = {
  'friend': { en: 'Own', fr: 'Ami', es: 'Propio', ar: 'صديق' },
  'neutral': { en: 'Neutral', fr: 'Neutre', es: 'Neutral', ar: 'محايد' },
  'hostile': { en: 'Hostile', fr: 'Hostile', es: 'Hostil', ar: 'معادٍ' },
  'suspect': { en: 'Suspect', fr: 'Suspect', es: 'Sospechoso', ar: 'مشتبه به' },
  'assumed-friend': { en: 'Assumed own', fr: 'Présumé ami', es: 'Supuesto propio', ar: 'يُفترض أنه صديق' },
  'pending': { en: 'Pending', fr: 'En attente', es: 'Pendiente', ar: 'قيد التحديد' },
  'unknown': { en: 'Unknown', fr: 'Inconnu', es: 'Desconocido', ar: 'مجهول' },
}

export const SORT_WORDS: Record<TrackSort, Text> = {
  'person': { en: 'Person', fr: 'Personne', es: 'Persona', ar: 'شخص' },
  'vehicle': { en: 'Vehicle', fr: 'Véhicule', es: 'Vehículo', ar: 'مركبة' },
  'armoured': { en: 'Armoured vehicle', fr: 'Véhicule blindé', es: 'Vehículo blindado', ar: 'مركبة مدرعة' },
  'truck': { en: 'Truck', fr: 'Camion', es: 'Camión', ar: 'شاحنة' },
  'motorcycle': { en: 'Motorcycle', fr: 'Moto', es: 'Motocicleta', ar: 'دراجة نارية' },
  'aircraft': { en: 'Aeroplane', fr: 'Avion', es: 'Avión', ar: 'طائرة' },
  'helicopter': { en: 'Helicopter', fr: 'Hélicoptère', es: 'Helicóptero', ar: 'مروحية' },
  'uas': { en: 'Drone', fr: 'Drone', es: 'Dron', ar: 'طائرة مسيّرة' },
  'vessel': { en: 'Vessel', fr: 'Navire', es: 'Buque', ar: 'سفينة' },
  'animal': { en: 'Animals', fr: 'Animaux', es: 'Animales', ar: 'حيوانات' },
  'base': { en: 'Base', fr: 'Base', es: 'Base', ar: 'قاعدة' },
  'team': { en: 'Team on foot', fr: 'Équipe à pied', es: 'Equipo a pie', ar: 'فريق راجل' },
  'convoy': { en: 'Convoy', fr: 'Convoi', es: 'Convoy', ar: 'قافلة' },
  'unknown': { en: 'Unknown', fr: 'Inconnu', es: 'Desconocido', ar: 'مجهول' },
}

export const CAPABILITY_WORDS: Record<(typeof CAPABILITIES)[number], Text> = {
  'qrf': { en: 'Quick reaction force', fr: 'Force de réaction rapide', es: 'Fuerza de reacción rápida', ar: 'قوة رد سريع' },
  'casevac': { en: 'Casualty evacuation', fr: 'Évacuation de blessés', es: 'Evacuación de bajas', ar: 'إخلاء المصابين' },
  'medical': { en: 'Medical team', fr: 'Équipe médicale', es: 'Equipo médico', ar: 'فريق طبي' },
  'eod': { en: 'Explosive ordnance disposal', fr: 'Neutralisation d’explosifs', es: 'Desactivación de explosivos', ar: 'إبطال الذخائر المتفجرة' },
  'engineer': { en: 'Engineers', fr: 'Génie', es: 'Ingenieros', ar: 'الهندسة' },
  'fire': { en: 'Fire fighting', fr: 'Lutte contre l’incendie', es: 'Extinción de incendios', ar: 'إطفاء الحرائق' },
  'police': { en: 'Police', fr: 'Police', es: 'Policía', ar: 'الشرطة' },
  'recovery': { en: 'Vehicle recovery', fr: 'Dépannage', es: 'Recuperación de vehículos', ar: 'سحب المركبات' },
  'interpreter': { en: 'Interpreter', fr: 'Interprète', es: 'Intérprete', ar: 'مترجم' },
  'air-lift': { en: 'Air lift', fr: 'Transport aérien', es: 'Transporte aéreo', ar: 'نقل جوي' },
}

export const RETENTION_WORDS: Record<RetentionClass, Text> = {
  'ephemeral': { en: '2 days', fr: '2 jours', es: '2 días', ar: 'يومان' },
  'short': { en: '30 days', fr: '30 jours', es: '30 días', ar: '30 يومًا' },
  'standard': { en: '1 year', fr: '1 an', es: '1 año', ar: 'سنة' },
  'held': { en: 'Until released', fr: 'Jusqu’à levée', es: 'Hasta liberación', ar: 'حتى رفع الحجز' },
}
