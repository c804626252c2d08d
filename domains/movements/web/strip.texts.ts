import type { Row } from '../../../web/face.ts'

/** Words of what lies on the way: English, French, Arabic, Spanish. */
export const ROWS = {
  'add': ['Add what lies on the way', 'Ajouter ce qui se trouve sur l’itinéraire', 'أضف ما على الطريق', 'Añadir lo que hay en la ruta'],
  'sort': ['Kind', 'Nature', 'النوع', 'Clase'],
  'where': ['Where', 'Où', 'أين', 'Dónde'],
  'where.hint': ['km along the way (42 or 42-47), place, grid or coordinates', 'km de l’itinéraire (42 ou 42-47), lieu, carroyage ou coordonnées', 'كم على الطريق (42 أو 42-47)، مكان أو شبكة أو إحداثيات', 'km de la ruta (42 o 42-47), lugar, cuadrícula o coordenadas'],
  'where.bad': ['“{words}” is neither on the way ({km} km long) nor a known place.', '« {words} » n’est ni sur l’itinéraire (long de {km} km) ni un lieu connu.', '«{words}» ليس على الطريق (طوله {km} كم) ولا مكانًا معروفًا.', '«{words}» no está en la ruta (de {km} km) ni es un lugar conocido.'],
  'name': ['Name', 'Nom', 'الاسم', 'Nombre'],
  'load': ['Carries (t)', 'Porte (t)', 'الحمولة (طن)', 'Soporta (t)'],
  'note': ['Note', 'Note', 'ملاحظة', 'Nota'],
  'save': ['Add', 'Ajouter', 'إضافة', 'Añadir'],
  'saved': ['{name}: on the strip map of every movement that passes', '{name} : sur la carte de tout mouvement qui y passe', '{name}: على خريطة كل تحرك يمر به', '{name}: en el mapa de todo movimiento que pase'],
  'kept': ['{name}: kept on this device until the node is reached', '{name} : conservé sur cet appareil', '{name}: محفوظ على هذا الجهاز', '{name}: guardado en este dispositivo'],
  'none': ['No culvert, bridge or place without radio is known on this way.', 'Aucun ponceau, pont ou zone sans radio connu sur cet itinéraire.', 'لا عبّارة ولا جسر ولا موضع بلا اتصال معروف على هذا الطريق.', 'No se conoce ninguna alcantarilla, puente ni zona sin radio en esta ruta.'],
  'all': ['All points on roads', 'Tous les points sur les routes', 'كل النقاط على الطرق', 'Todos los puntos en carreteras'],
  'some': ['Looked at {n} of {all} points near this way.', '{n} points examinés sur {all} près de l’itinéraire.', 'فُحصت {n} من {all} نقاط قرب الطريق.', 'Examinados {n} de {all} puntos cerca de la ruta.'],
  'onway': ['On the way', 'Sur l’itinéraire', 'على الطريق', 'En la ruta'],
  'span': ['{from}–{to} km', '{from}–{to} km', '{from}–{to} كم', '{from}–{to} km'],
  'at': ['{km} km', '{km} km', '{km} كم', '{km} km'],
  'times': ['{from} to {to}', '{from} à {to}', '{from} إلى {to}', '{from} a {to}'],
  'carries': ['{n} t', '{n} t', '{n} طن', '{n} t'],
  'call.before': ['call before', 'appeler avant', 'اتصل قبله', 'llamar antes'],
} satisfies Record<string, Row>
