import type { Text, Texts } from '../../../../core/i18n.ts'
import type { ConditionName } from './rule.ts'

/** Words of the kind of rule. */
export const ruleTexts: Texts = {
  'kind.track-rule': { en: 'Track rule', fr: 'Règle de suivi', es: 'Regla de seguimiento', ar: 'قاعدة تتبع' },
  'kinds.track-rule': { en: 'Track rules', fr: 'Règles de suivi', es: 'Reglas de seguimiento', ar: 'قواعد التتبع' },
  'field.track-rule.name': { en: 'Name', fr: 'Nom', es: 'Nombre', ar: 'الاسم' },
  'field.track-rule.enabled': { en: 'Switched on', fr: 'En service', es: 'Activada', ar: 'مفعّلة' },
  'field.track-rule.condition': { en: 'Tell when', fr: 'Signaler quand', es: 'Avisar cuando', ar: 'التنبيه عند' },
  'field.track-rule.minutes': { en: 'Minutes', fr: 'Minutes', es: 'Minutos', ar: 'الدقائق' },
  'field.track-rule.metres': { en: 'Metres', fr: 'Mètres', es: 'Metros', ar: 'الأمتار' },
  'field.track-rule.kmh': { en: 'Speed (km/h)', fr: 'Vitesse (km/h)', es: 'Velocidad (km/h)', ar: 'السرعة (كم/س)' },
  'field.track-rule.direction': { en: 'Direction', fr: 'Sens', es: 'Sentido', ar: 'الاتجاه' },
  'field.track-rule.capability': { en: 'What must be there', fr: 'Ce qui doit être présent', es: 'Lo que debe haber', ar: 'ما يجب أن يكون موجودًا' },
  'field.track-rule.areas': { en: 'Areas', fr: 'Zones', es: 'Zonas', ar: 'المناطق' },
  'field.track-rule.shape': { en: 'Own outline', fr: 'Tracé propre', es: 'Trazado propio', ar: 'رسم خاص' },
  'field.track-rule.who': { en: 'Whom it looks at', fr: 'Qui est surveillé', es: 'A quién mira', ar: 'من تراقبه' },
  'field.track-rule.other': { en: 'The other side', fr: 'L’autre partie', es: 'La otra parte', ar: 'الطرف الآخر' },
  'field.track-rule.severity': { en: 'Severity', fr: 'Gravité', es: 'Gravedad', ar: 'الخطورة' },
  'field.track-rule.hours': { en: 'Hours', fr: 'Heures', es: 'Horas', ar: 'الساعات' },
  'field.track-rule.beginS': { en: 'Must hold for (s)', fr: 'Doit durer (s)', es: 'Debe durar (s)', ar: 'يجب أن يستمر (ث)' },
  'field.track-rule.endS': { en: 'Over after (s)', fr: 'Terminé après (s)', es: 'Terminado tras (s)', ar: 'ينتهي بعد (ث)' },
  'field.track-rule.beginM': { en: 'Inside by (m)', fr: 'À l’intérieur de (m)', es: 'Dentro por (m)', ar: 'داخل الحد بـ (م)' },
  'field.track-rule.endM': { en: 'Outside by (m)', fr: 'À l’extérieur de (m)', es: 'Fuera por (m)', ar: 'خارج الحد بـ (م)' },
  'field.track-rule.text': { en: 'Words of the alert', fr: 'Texte de l’alerte', es: 'Texto de la alerta', ar: 'نص الإنذار' },
  'field.track-rule.is': { en: 'Kind', fr: 'Nature', es: 'Clase', ar: 'النوع' },
  'field.track-rule.corners': { en: 'Corners', fr: 'Sommets', es: 'Vértices', ar: 'الزوايا' },
  'field.track-rule.affiliations': { en: 'Affiliation', fr: 'Appartenance', es: 'Afiliación', ar: 'الانتماء' },
  'field.track-rule.sorts': { en: 'What it is', fr: 'Nature', es: 'Qué es', ar: 'ما هو' },
  'field.track-rule.capabilities': { en: 'Can help with', fr: 'Peut aider pour', es: 'Puede ayudar en', ar: 'يمكنه المساعدة في' },
  'field.track-rule.units': { en: 'Units', fr: 'Unités', es: 'Unidades', ar: 'الوحدات' },
  'field.track-rule.feeds': { en: 'Feeds', fr: 'Flux', es: 'Fuentes', ar: 'التغذيات' },
  'field.track-rule.tracks': { en: 'Tracks', fr: 'Pistes', es: 'Trazas', ar: 'المسارات' },
  'field.track-rule.days': { en: 'Days', fr: 'Jours', es: 'Días', ar: 'الأيام' },
  'field.track-rule.from': { en: 'From', fr: 'De', es: 'Desde', ar: 'من' },
  'field.track-rule.to': { en: 'To', fr: 'À', es: 'Hasta', ar: 'إلى' },
  'field.track-rule.radiusM': { en: 'Radius (m)', fr: 'Rayon (m)', es: 'Radio (m)', ar: 'نصف القطر (م)' },
  'field.track-rule.note': { en: 'Note', fr: 'Note', es: 'Nota', ar: 'ملاحظة' },
  'facet.condition': { en: 'Tells when', fr: 'Signale quand', es: 'Avisa cuando', ar: 'تنبّه عند' },
  'facet.enabled': { en: 'Switched on', fr: 'En service', es: 'Activada', ar: 'قيد التشغيل' },
  'facet.areas': { en: 'Areas', fr: 'Zones', es: 'Zonas', ar: 'المناطق' },
}

export const CONDITION_WORDS: Record<ConditionName, Text> = {
  'enter': { en: 'it enters an area', fr: 'elle entre dans une zone', es: 'entra en una zona', ar: 'دخول منطقة' },
  'exit': { en: 'it leaves an area', fr: 'elle quitte une zone', es: 'sale de una zona', ar: 'مغادرة منطقة' },
  'cross': { en: 'it crosses a line or an area', fr: 'elle franchit une ligne ou une zone', es: 'cruza una línea o una zona', ar: 'عبور خط أو منطقة' },
  'dwell': { en: 'it stays inside for long', fr: 'elle reste longtemps à l’intérieur', es: 'permanece dentro mucho tiempo', ar: 'البقاء طويلًا في الداخل' },
  'inside-without': { en: 'an area lacks a capability', fr: 'une capacité manque dans une zone', es: 'falta una capacidad en una zona', ar: 'غياب قدرة عن منطقة' },
  'approach': { en: 'two come near to each other', fr: 'deux mobiles se rapprochent', es: 'dos se acercan', ar: 'اقتراب اثنين من بعضهما' },
  'speed-above': { en: 'it is faster than', fr: 'elle dépasse une vitesse', es: 'supera una velocidad', ar: 'تجاوز سرعة' },
  'speed-below': { en: 'it is slower than', fr: 'elle passe sous une vitesse', es: 'baja de una velocidad', ar: 'الهبوط دون سرعة' },
  'height-above': { en: 'it is higher than', fr: 'elle dépasse une altitude', es: 'supera una altitud', ar: 'تجاوز ارتفاع' },
  'height-below': { en: 'it is lower than', fr: 'elle passe sous une altitude', es: 'baja de una altitud', ar: 'الهبوط دون ارتفاع' },
  'unsure': { en: 'its position is less sure than (jamming?)', fr: 'sa position est moins sûre que (brouillage ?)', es: 'su posición es menos segura que (¿interferencias?)', ar: 'موقعه أقل دقة من (تشويش؟)' },
  'stopped': { en: 'it stands still', fr: 'elle est à l’arrêt', es: 'está detenida', ar: 'التوقف عن الحركة' },
  'stale': { en: 'nothing is heard of it', fr: 'on est sans nouvelles', es: 'no se sabe nada de ella', ar: 'انقطاع الأخبار عنه' },
  'off-corridor': { en: 'it is off its route', fr: 'elle sort de son itinéraire', es: 'se sale de su ruta', ar: 'الخروج عن المسار' },
  'no-consent': { en: 'it flies where there is no consent', fr: 'elle survole une zone sans consentement', es: 'vuela donde no hay consentimiento', ar: 'التحليق حيث لا توجد موافقة' },
}

/** What an alert says: with a named area, and without. */
export const SAID: Record<ConditionName, readonly [named: Text, bare: Text]> = {
  'enter': [
    { en: '{name} entered {area}', fr: '{name} est entré dans {area}', es: '{name} entró en {area}', ar: 'دخل {name} إلى {area}' },
    { en: '{name} entered the area of “{rule}”', fr: '{name} est entré dans la zone de « {rule} »', es: '{name} entró en la zona de «{rule}»', ar: 'دخل {name} منطقة «{rule}»' }],
  'exit': [
    { en: '{name} left {area}', fr: '{name} a quitté {area}', es: '{name} salió de {area}', ar: 'غادر {name} {area}' },
    { en: '{name} left the area of “{rule}”', fr: '{name} a quitté la zone de « {rule} »', es: '{name} salió de la zona de «{rule}»', ar: 'غادر {name} منطقة «{rule}»' }],
  'cross': [
    { en: '{name} passed through {area}', fr: '{name} a traversé {area}', es: '{name} atravesó {area}', ar: 'عبر {name} {area}' },
    { en: '{name} crossed “{rule}”', fr: '{name} a franchi « {rule} »', es: '{name} cruzó «{rule}»', ar: 'عبر {name} «{rule}»' }],
  'dwell': [
    { en: '{name} has been in {area} for {minutes} min', fr: '{name} est dans {area} depuis {minutes} min', es: '{name} lleva {minutes} min en {area}', ar: 'مضى على {name} {minutes} د في {area}' },
    { en: '{name} has been in the area of “{rule}” for {minutes} min', fr: '{name} est dans la zone de « {rule} » depuis {minutes} min', es: '{name} lleva {minutes} min en la zona de «{rule}»', ar: 'مضى على {name} {minutes} د في منطقة «{rule}»' }],
  'inside-without': [
    { en: '{area} has been without {capability} for {minutes} min', fr: '{area} : {capability} absent depuis {minutes} min', es: '{area}: sin {capability} desde hace {minutes} min', ar: '{area} دون {capability} منذ {minutes} د' },
    { en: 'The area of “{rule}” has been without {capability} for {minutes} min', fr: 'Zone de « {rule} » : {capability} absent depuis {minutes} min', es: 'Zona de «{rule}»: sin {capability} desde hace {minutes} min', ar: 'منطقة «{rule}» دون {capability} منذ {minutes} د' }],
  'approach': [
    { en: '{name} and {other} are {metres} m apart and closing', fr: '{name} et {other} sont à {metres} m et se rapprochent', es: '{name} y {other} están a {metres} m y se acercan', ar: 'بين {name} و{other} مسافة {metres} م وهما يقتربان' },
    { en: '{name} and {other} are {metres} m apart and closing', fr: '{name} et {other} sont à {metres} m et se rapprochent', es: '{name} y {other} están a {metres} m y se acercan', ar: 'بين {name} و{other} مسافة {metres} م وهما يقتربان' }],
  'speed-above': [
    { en: '{name} moves at {kmh} km/h', fr: '{name} roule à {kmh} km/h', es: '{name} va a {kmh} km/h', ar: 'يتحرك {name} بسرعة {kmh} كم/س' },
    { en: '{name} moves at {kmh} km/h', fr: '{name} roule à {kmh} km/h', es: '{name} va a {kmh} km/h', ar: 'يتحرك {name} بسرعة {kmh} كم/س' }],
  'speed-below': [
    { en: '{name} has slowed down to {kmh} km/h', fr: '{name} a ralenti à {kmh} km/h', es: '{name} redujo a {kmh} km/h', ar: 'أبطأ {name} إلى {kmh} كم/س' },
    { en: '{name} has slowed down to {kmh} km/h', fr: '{name} a ralenti à {kmh} km/h', es: '{name} redujo a {kmh} km/h', ar: 'أبطأ {name} إلى {kmh} كم/س' }],
  'height-above': [
    { en: '{name} is {metres} m high', fr: '{name} est à {metres} m d’altitude', es: '{name} está a {metres} m de altitud', ar: '{name} على ارتفاع {metres} م' },
    { en: '{name} is {metres} m high', fr: '{name} est à {metres} m d’altitude', es: '{name} está a {metres} m de altitud', ar: '{name} على ارتفاع {metres} م' }],
  'height-below': [
    { en: '{name} is down to {metres} m', fr: '{name} est descendu à {metres} m', es: '{name} bajó a {metres} m', ar: 'هبط {name} إلى {metres} م' },
    { en: '{name} is down to {metres} m', fr: '{name} est descendu à {metres} m', es: '{name} bajó a {metres} m', ar: 'هبط {name} إلى {metres} م' }],
  'unsure': [
    { en: 'The position of {name} is sure to {metres} m only: jamming?', fr: 'La position de {name} n’est sûre qu’à {metres} m : brouillage ?', es: 'La posición de {name} solo es segura a {metres} m: ¿interferencias?', ar: 'موقع {name} معروف بدقة {metres} م فقط: تشويش؟' },
    { en: 'The position of {name} is sure to {metres} m only: jamming?', fr: 'La position de {name} n’est sûre qu’à {metres} m : brouillage ?', es: 'La posición de {name} solo es segura a {metres} m: ¿interferencias?', ar: 'موقع {name} معروف بدقة {metres} م فقط: تشويش؟' }],
  'stopped': [
    { en: '{name} has stood still for {minutes} min', fr: '{name} est à l’arrêt depuis {minutes} min', es: '{name} lleva {minutes} min detenido', ar: '{name} متوقف منذ {minutes} د' },
    { en: '{name} has stood still for {minutes} min', fr: '{name} est à l’arrêt depuis {minutes} min', es: '{name} lleva {minutes} min detenido', ar: '{name} متوقف منذ {minutes} د' }],
  'stale': [
    { en: 'Nothing heard of {name} for {minutes} min', fr: 'Sans nouvelles de {name} depuis {minutes} min', es: 'Sin noticias de {name} desde hace {minutes} min', ar: 'لا أخبار عن {name} منذ {minutes} د' },
    { en: 'Nothing heard of {name} for {minutes} min', fr: 'Sans nouvelles de {name} depuis {minutes} min', es: 'Sin noticias de {name} desde hace {minutes} min', ar: 'لا أخبار عن {name} منذ {minutes} د' }],
  'off-corridor': [
    { en: '{name} is more than {metres} m off the route “{rule}”', fr: '{name} est à plus de {metres} m de l’itinéraire « {rule} »', es: '{name} está a más de {metres} m de la ruta «{rule}»', ar: '{name} على أكثر من {metres} م من مسار «{rule}»' },
    { en: '{name} is more than {metres} m off the route “{rule}”', fr: '{name} est à plus de {metres} m de l’itinéraire « {rule} »', es: '{name} está a más de {metres} m de la ruta «{rule}»', ar: '{name} على أكثر من {metres} م من مسار «{rule}»' }],
  'no-consent': [
    { en: '{name} entered {area}, where it has no consent', fr: '{name} est entré dans {area} sans consentement', es: '{name} entró en {area} sin consentimiento', ar: 'دخل {name} إلى {area} دون موافقة' },
    { en: '{name} is outside the area it has consent for', fr: '{name} est hors de la zone de consentement', es: '{name} está fuera de la zona con consentimiento', ar: '{name} خارج المنطقة المسموح بها' }],
}
