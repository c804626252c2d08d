import type { Row } from '../../../web/face.ts'

export const ROWS = {
  'title': ['Add a recording', 'Ajouter un enregistrement', 'إضافة تسجيل', 'Añadir una grabación'],
  'lead': ['GPX, KML, GeoJSON, CoT or NMEA from another device. It becomes part of where this track was; nobody is alerted about it.', 'GPX, KML, GeoJSON, CoT ou NMEA d’un autre appareil. Il s’ajoute à l’historique de cette piste ; il ne déclenche aucune alerte.', 'ملف GPX أو KML أو GeoJSON أو CoT أو NMEA من جهاز آخر. يضاف إلى مواضع هذا المسار السابقة ولا يطلق أي إنذار.', 'GPX, KML, GeoJSON, CoT o NMEA de otro dispositivo. Pasa a formar parte de dónde estuvo esta traza; no genera ninguna alerta.'],
  'choose': ['Choose a file', 'Choisir un fichier', 'اختيار ملف', 'Elegir un archivo'],
  'busy': ['Reading…', 'Lecture…', 'جارٍ القراءة…', 'Leyendo…'],
  'found': ['{n} positions, {from} to {to}', '{n} positions, du {from} au {to}', 'عدد المواقع {n}، من {from} إلى {to}', '{n} posiciones, de {from} a {to}'],
  'which': ['Which of them is this track?', 'Lequel est cette piste ?', 'أيها هو هذا المسار؟', '¿Cuál de ellas es esta traza?'],
  'which.none': ['Choose…', 'Choisir…', 'اختر…', 'Elija…'],
  'keep': ['Keep them', 'Les conserver', 'حفظها', 'Conservarlas'],
  'kept': ['{n} of {of} positions kept; those known already are not kept twice.', '{n} positions sur {of} conservées ; celles déjà connues ne le sont pas deux fois.', 'حُفظ {n} من {of} موقعا؛ والمعروف منها لا يُحفظ مرتين.', '{n} de {of} posiciones conservadas; las ya conocidas no se guardan dos veces.'],
} satisfies Record<string, Row>
