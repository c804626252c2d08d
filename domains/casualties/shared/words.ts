import type { Text } from '../../../core/i18n.ts'
import type { ANSWERS, ASSET_KINDS, ASSET_STATES, BEDS, CAPABILITIES, CARDS, CATEGORIES, DELAY_REASONS, EQUIPMENT, EVENTS, HELIPADS, MARKINGS, MECHANISMS, PRIORITIES, REQUEST_STATES, STATUSES, TEAMS, THEATRE_STATES, THREATS, TRIAGES } from './vocabulary.ts'

/** Words of the closed vocabularies; what is not here is a code everybody says as it is (TXA, AVPU). */
type Words<T extends readonly string[]> = { readonly [code in T[number]]: Text }
const w = (en: string, fr: string, es: string, ar: string): Text => ({ en, fr, es, ar })

export const CATEGORY_WORDS: Words<typeof CATEGORIES> = {
  'un-military': w('UN military', 'Militaire ONU', 'Militar ONU', 'عسكري أممي'),
  'un-police': w('UN police', 'Police ONU', 'Policía ONU', 'شرطة أممية'),
  'un-civilian': w('UN civilian', 'Civil ONU', 'Civil ONU', 'مدني أممي'),
  'non-un-civilian': w('Non-UN civilian', 'Civil hors ONU', 'Civil ajeno a la ONU', 'مدني من خارج الأمم المتحدة'),
  'host-forces': w('Host forces', 'Forces du pays hôte', 'Fuerzas del país anfitrión', 'قوات البلد المضيف'),
  'detainee': w('Detainee', 'Personne détenue', 'Persona detenida', 'محتجز'),
  'unknown': w('Not known', 'Inconnue', 'Desconocida', 'غير معروف'),
}
export const TRIAGE_WORDS: Words<typeof TRIAGES> = {
  T1: w('T1 Immediate', 'T1 Immédiat', 'T1 Inmediato', 'T1 فوري'), T2: w('T2 Urgent', 'T2 Urgent', 'T2 Urgente', 'T2 عاجل'), T3: w('T3 Delayed', 'T3 Différé', 'T3 Diferido', 'T3 مؤجل'),
  T4: w('T4 Expectant', 'T4 Dépassé', 'T4 Expectante', 'T4 ترقُّب'), DEAD: w('Dead', 'Décédé', 'Fallecido', 'متوفى'),
}
export const PRIORITY_WORDS: Words<typeof PRIORITIES> = {
  A: w('A Urgent', 'A Urgent', 'A Urgente', 'A عاجل'), B: w('B Priority', 'B Prioritaire', 'B Prioritario', 'B أولوية'), C: w('C Routine', 'C Courant', 'C Rutina', 'C اعتيادي'), NONE: w('No evacuation', 'Pas d’évacuation', 'Sin evacuación', 'بلا إخلاء'),
}
export const STATUS_WORDS: Words<typeof STATUSES> = {
  POI: w('At the point of injury', 'Sur le lieu de la blessure', 'En el lugar de la lesión', 'في مكان الإصابة'), EVAC: w('In evacuation', 'En évacuation', 'En evacuación', 'قيد الإخلاء'), MTF: w('In a facility', 'En formation sanitaire', 'En un centro médico', 'في مرفق طبي'),
  RTD: w('Returned to duty', 'Retour au service', 'De vuelta al servicio', 'عاد إلى الخدمة'), REPAT: w('Repatriated', 'Rapatrié', 'Repatriado', 'أُعيد إلى وطنه'), DECEASED: w('Deceased', 'Décédé', 'Fallecido', 'متوفى'), MISSING: w('Missing', 'Disparu', 'Desaparecido', 'مفقود'),
}
export const EVENT_WORDS: Words<typeof EVENTS> = {
  T0: w('Injury', 'Blessure', 'Lesión', 'الإصابة'), T1: w('First aid', 'Premiers secours', 'Primeros auxilios', 'الإسعاف الأولي'), T2: w('Alert', 'Alerte', 'Alerta', 'الإنذار'), T3: w('Nine-line', 'Neuf lignes', 'Nueve líneas', 'الأسطر التسعة'),
  T4: w('Decision', 'Décision', 'Decisión', 'القرار'), T5: w('Wheels up', 'Décollage', 'Despegue', 'الإقلاع'), T6: w('At the site', 'Sur les lieux', 'En el lugar', 'في الموقع'), T7: w('On board', 'À bord', 'A bordo', 'على المتن'),
  T8: w('At the facility', 'En formation sanitaire', 'En el centro médico', 'في المرفق الطبي'), T9: w('Advanced care', 'Soins avancés', 'Atención avanzada', 'الرعاية المتقدمة'), T10: w('Surgery', 'Chirurgie', 'Cirugía', 'الجراحة'), T11: w('Outcome', 'Issue', 'Desenlace', 'المآل'),
}
export const MECHANISM_WORDS: Words<typeof MECHANISMS> = {
  'gunshot': w('Gunshot', 'Arme à feu', 'Arma de fuego', 'طلق ناري'), 'ied': w('Improvised explosive device', 'Engin explosif improvisé', 'Artefacto explosivo improvisado', 'عبوة ناسفة'), 'mine': w('Mine', 'Mine', 'Mina', 'لغم'),
  'indirect-fire': w('Mortar or rocket', 'Mortier ou roquette', 'Mortero o cohete', 'هاون أو صاروخ'), 'grenade': w('Grenade', 'Grenade', 'Granada', 'قنبلة يدوية'), 'blast': w('Blast', 'Explosion', 'Explosión', 'انفجار'), 'blunt': w('Blunt force', 'Choc', 'Golpe', 'رضّ'),
  'vehicle': w('Vehicle accident', 'Accident de véhicule', 'Accidente de vehículo', 'حادث مركبة'), 'aircraft': w('Aircraft accident', 'Accident d’aéronef', 'Accidente de aeronave', 'حادث طائرة'), 'fall': w('Fall', 'Chute', 'Caída', 'سقوط'), 'burn': w('Burn', 'Brûlure', 'Quemadura', 'حرق'),
  'stabbing': w('Stabbing', 'Arme blanche', 'Arma blanca', 'طعن'), 'crush': w('Crush', 'Écrasement', 'Aplastamiento', 'سحق'), 'bite': w('Bite or sting', 'Morsure ou piqûre', 'Mordedura o picadura', 'عضة أو لدغة'), 'heat': w('Heat', 'Chaleur', 'Calor', 'حرارة'),
  'drowning': w('Drowning', 'Noyade', 'Ahogamiento', 'غرق'), 'electric': w('Electric shock', 'Électrocution', 'Descarga eléctrica', 'صعق كهربائي'), 'illness': w('Illness', 'Maladie', 'Enfermedad', 'مرض'), 'birth': w('Childbirth', 'Accouchement', 'Parto', 'ولادة'),
  'mental': w('Mental health', 'Santé mentale', 'Salud mental', 'صحة نفسية'), 'other': w('Other', 'Autre', 'Otro', 'غير ذلك'), 'unknown': w('Not known', 'Inconnu', 'Desconocido', 'غير معروف'),
}
export const REQUEST_STATE_WORDS: Words<typeof REQUEST_STATES> = {
  ALERT: w('Alert', 'Alerte', 'Alerta', 'إنذار'), VALIDATED: w('Validated', 'Validée', 'Validada', 'مصدَّق'), LAUNCHED: w('Launched', 'Partie', 'Lanzada', 'منطلق'), PICKED_UP: w('Picked up', 'Embarqués', 'Recogidos', 'تم الالتقاط'),
  HANDED_OVER: w('Handed over', 'Remis', 'Entregados', 'تم التسليم'), CLOSED: w('Closed', 'Close', 'Cerrada', 'مغلق'), CANCELLED: w('Cancelled', 'Annulée', 'Cancelada', 'ملغى'),
}
export const CARD_WORDS: Words<typeof CARDS> = { medical: w('Medical: where to', 'Médical : vers où', 'Médico: adónde', 'الطبابة: إلى أين'), air: w('Air: can it be flown', 'Aviation : est-ce volable', 'Aéreo: se puede volar', 'الطيران: هل يمكن الطيران'), operations: w('Operations: is it safe', 'Opérations : est-ce sûr', 'Operaciones: es seguro', 'العمليات: هل الوضع آمن') }
export const ANSWER_WORDS: Words<typeof ANSWERS> = { 'go': w('Go', 'Feu vert', 'Adelante', 'موافق'), 'no-go': w('No-go', 'Refus', 'No procede', 'رفض'), 'wait': w('Wait', 'Attendre', 'Esperar', 'انتظار') }
export const THREAT_WORDS: Words<typeof THREATS> = { N: w('N No enemy', 'N Pas d’ennemi', 'N Sin enemigo', 'N لا عدو'), P: w('P Possible enemy', 'P Ennemi possible', 'P Posible enemigo', 'P عدو محتمل'), E: w('E Enemy in the area: caution', 'E Ennemi dans la zone : prudence', 'E Enemigo en la zona: precaución', 'E عدو في المنطقة: حذر'), X: w('X Enemy: armed escort', 'X Ennemi : escorte armée', 'X Enemigo: escolta armada', 'X عدو: حراسة مسلحة') }
export const EQUIPMENT_WORDS: Words<typeof EQUIPMENT> = { none: w('None', 'Aucun', 'Ninguno', 'لا شيء'), hoist: w('Hoist', 'Treuil', 'Grúa de rescate', 'رافعة'), extraction: w('Extraction equipment', 'Matériel de désincarcération', 'Equipo de extracción', 'معدات استخراج'), ventilator: w('Ventilator', 'Respirateur', 'Respirador', 'جهاز تنفس') }
export const MARKING_WORDS: Words<typeof MARKINGS> = { panels: w('Panels', 'Panneaux', 'Paneles', 'لوحات'), pyro: w('Pyrotechnics', 'Pyrotechnie', 'Pirotecnia', 'مشاعل'), smoke: w('Smoke', 'Fumigène', 'Humo', 'دخان'), none: w('None', 'Aucun', 'Ninguno', 'لا شيء'), other: w('Other', 'Autre', 'Otro', 'غير ذلك') }
export const DELAY_WORDS: Words<typeof DELAY_REASONS> = {
  'alert-late': w('Alert came late', 'Alerte tardive', 'Alerta tardía', 'تأخر الإنذار'), 'grid-wrong': w('Grid was wrong', 'Coordonnées erronées', 'Coordenadas erróneas', 'إحداثيات خاطئة'), 'decision': w('Decision', 'Décision', 'Decisión', 'القرار'), 'crew': w('Crew', 'Équipage', 'Tripulación', 'الطاقم'),
  'weather': w('Weather', 'Météo', 'Tiempo atmosférico', 'الطقس'), 'security': w('Security', 'Sécurité', 'Seguridad', 'الأمن'), 'host-clearance': w('Clearance of the host State', 'Autorisation de l’État hôte', 'Autorización del Estado anfitrión', 'إذن الدولة المضيفة'), 'mtf-full': w('Facility full', 'Formation sanitaire saturée', 'Centro médico lleno', 'امتلاء المرفق الطبي'),
}
export const BED_WORDS: Words<typeof BEDS> = { icu: w('Intensive care', 'Soins intensifs', 'Cuidados intensivos', 'العناية المركزة'), ward: w('Ward', 'Hospitalisation', 'Planta', 'الجناح'), isolation: w('Isolation', 'Isolement', 'Aislamiento', 'العزل') }
export const THEATRE_WORDS: Words<typeof THEATRE_STATES> = { READY: w('Ready', 'Prêt', 'Listo', 'جاهزة'), IN_USE: w('In use', 'Occupé', 'En uso', 'مشغولة'), REST: w('Team resting', 'Équipe au repos', 'Equipo en descanso', 'الفريق في راحة'), DOWN: w('Down', 'Hors service', 'Fuera de servicio', 'معطلة') }
export const HELIPAD_WORDS: Words<typeof HELIPADS> = { 'none': w('None', 'Aucune', 'Ninguno', 'لا يوجد'), 'day': w('By day', 'De jour', 'De día', 'نهاراً'), 'day-night': w('Day and night', 'Jour et nuit', 'Día y noche', 'ليلاً ونهاراً') }
export const ASSET_KIND_WORDS: Words<typeof ASSET_KINDS> = { helo: w('Helicopter', 'Hélicoptère', 'Helicóptero', 'مروحية'), fixed: w('Aeroplane', 'Avion', 'Avión', 'طائرة'), ground: w('Ambulance', 'Ambulance', 'Ambulancia', 'سيارة إسعاف'), boat: w('Boat', 'Embarcation', 'Embarcación', 'زورق') }
export const ASSET_STATE_WORDS: Words<typeof ASSET_STATES> = { ready: w('Ready', 'Prêt', 'Listo', 'جاهز'), maintenance: w('In maintenance', 'En maintenance', 'En mantenimiento', 'قيد الصيانة'), down: w('Down', 'Hors service', 'Fuera de servicio', 'معطل'), resting: w('Crew resting', 'Équipage au repos', 'Tripulación en descanso', 'الطاقم في راحة') }
export const TEAM_WORDS: Words<typeof TEAMS> = { 'none': w('None', 'Aucune', 'Ninguno', 'لا يوجد'), 'first-aid': w('First aid', 'Premiers secours', 'Primeros auxilios', 'إسعاف أولي'), 'paramedic': w('Paramedic', 'Secouriste', 'Paramédico', 'مسعف'), 'AMET': w('Aeromedical team', 'Équipe aéromédicale', 'Equipo aeromédico', 'فريق إخلاء جوي'), 'FST': w('Forward surgical team', 'Équipe chirurgicale de l’avant', 'Equipo quirúrgico avanzado', 'فريق جراحي متقدم') }
/** What a facility can do. R1 is what every facility does: first care by a doctor, resuscitation, observation. */
export const CAPABILITY_WORDS: Words<typeof CAPABILITIES> = {
  R1: w('Primary care', 'Soins primaires', 'Atención primaria', 'رعاية أولية'), DCS: w('Damage-control surgery', 'Chirurgie de sauvetage', 'Cirugía de control de daños', 'جراحة إنقاذ عاجلة'), ICU: w('Intensive care', 'Soins intensifs', 'Cuidados intensivos', 'عناية مركزة'),
  CT: w('CT scanner', 'Scanner', 'Tomografía', 'تصوير مقطعي'), XRAY: w('Radiography', 'Radiographie', 'Radiografía', 'تصوير بالأشعة'), ORTHO: w('Orthopaedics', 'Orthopédie', 'Ortopedia', 'جراحة العظام'), NEURO: w('Neurosurgery', 'Neurochirurgie', 'Neurocirugía', 'جراحة الأعصاب'),
  BURNS: w('Burns', 'Brûlures', 'Quemaduras', 'علاج الحروق'), OBGYN: w('Obstetrics and gynaecology', 'Gynécologie-obstétrique', 'Obstetricia y ginecología', 'توليد وأمراض نساء'), PAED: w('Paediatrics', 'Pédiatrie', 'Pediatría', 'طب الأطفال'),
  VENT: w('Ventilation', 'Assistance respiratoire', 'Ventilación mecánica', 'تنفس اصطناعي'), ISOLATION: w('Isolation', 'Isolement', 'Aislamiento', 'عزل'), DENTAL: w('Dentistry', 'Soins dentaires', 'Odontología', 'طب الأسنان'), LAB: w('Laboratory', 'Laboratoire', 'Laboratorio', 'مختبر'), MENTAL: w('Mental health', 'Santé mentale', 'Salud mental', 'صحة نفسية'),
}
