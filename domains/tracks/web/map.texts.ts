import type { Row } from '../../../web/face.ts'

/** Words of what is on screen from the beginning: the layer and the list in the room. */
export const ROWS = {
  'n-tracks': ['{n} tracks', '{n} pistes', '{n} مسارات', '{n} trazas'],
  'none': ['Nothing moves here yet. An administrator connects a source under Feeds; a position heard by voice is entered with “Position by voice”.', 'Rien ne bouge encore ici. Un administrateur raccorde une source sous Flux ; une position entendue se saisit avec « Position par la voix ».', 'لا شيء يتحرك هنا بعد. يصل المسؤول مصدرا من صفحة التغذيات، ويُدخل الموقع المسموع عبر «موقع بالصوت».', 'Aún no se mueve nada aquí. Un administrador conecta una fuente en Fuentes; una posición oída se introduce con «Posición por voz».'],
  'sos': ['Calls for help', 'Appelle à l’aide', 'يطلب النجدة', 'Pide ayuda'],
  'source.gps': ['by satellite, {age} old', 'par satellite, il y a {age}', 'عبر الأقمار الاصطناعية، قبل {age}', 'por satélite, hace {age}'],
  'source.radio': ['by radio, {age} old', 'par radio, il y a {age}', 'عبر اللاسلكي، قبل {age}', 'por radio, hace {age}'],
  'source.ais': ['AIS, {age} old', 'AIS, il y a {age}', 'AIS، قبل {age}', 'AIS, hace {age}'],
  'source.adsb': ['ADS-B, {age} old', 'ADS-B, il y a {age}', 'ADS-B، قبل {age}', 'ADS-B, hace {age}'],
  'source.radar': ['radar, {age} old', 'radar, il y a {age}', 'رادار، قبل {age}', 'radar, hace {age}'],
  'source.acoustic': ['by sound, {age} old', 'acoustique, il y a {age}', 'صوتي، قبل {age}', 'acústica, hace {age}'],
  'source.camera': ['camera, {age} old', 'caméra, il y a {age}', 'كاميرا، قبل {age}', 'cámara, hace {age}'],
  'source.manual': ['manual, {age} old', 'saisie à la main, il y a {age}', 'يدوي، قبل {age}', 'manual, hace {age}'],
  'source.computed': ['computed, {age} old', 'calculée, il y a {age}', 'محسوب، قبل {age}', 'calculada, hace {age}'],
  'source.unknown': ['source unknown, {age} old', 'origine inconnue, il y a {age}', 'مصدر مجهول، قبل {age}', 'origen desconocido, hace {age}'],
  'here': ['the middle of the map', 'le milieu de la carte', 'وسط الخريطة', 'el centro del mapa'],
  'report': ['Position by voice', 'Position par la voix', 'موقع بالصوت', 'Posición por voz'],
  'shown': ['{n} of {of} shown', '{n} sur {of} affichées', 'يُعرض {n} من {of}', '{n} de {of} mostradas'],
  'refused': ['The live picture is not open to this account: {why}', 'L’image en direct n’est pas ouverte à ce compte : {why}', 'الصورة الحية غير متاحة لهذا الحساب: {why}', 'La imagen en vivo no está abierta a esta cuenta: {why}'],
  'kept': ['No link: last known, as of {at}', 'Sans liaison : dernières connues, au {at}', 'لا اتصال: آخر المعروف، حتى {at}', 'Sin enlace: lo último conocido, a {at}'],
  'kept.part': ['{n} of {of} are kept on this device', '{n} sur {of} sont gardées sur cet appareil', '{n} من {of} محفوظة على هذا الجهاز', '{n} de {of} guardadas en este dispositivo'],
  'find': ['Find a name, callsign or unit', 'Chercher nom, indicatif ou unité', 'ابحث عن اسم أو نداء أو وحدة', 'Buscar nombre, indicativo o unidad'],
} satisfies Record<string, Row>
