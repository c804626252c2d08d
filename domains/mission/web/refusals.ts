import type { Row } from '../../../web/face.ts'

/** What areas and overlays refuse with, in every language; see web/refusals/refusal.ts. */
export const REFUSALS: readonly Row[] = [
  ['Only those who draw areas of the whole mission place records anew', 'Seuls ceux qui dessinent les zones de toute la mission resituent les fiches', 'إعادة تحديد مناطق السجلات لمن يرسم مناطق البعثة كلها وحده', 'Solo quien dibuja zonas de toda la misión reubica las fichas'],
  ['an area cannot lie in itself', 'une zone ne peut être dans elle-même', 'لا تقع منطقة داخل نفسها', 'una zona no puede estar dentro de sí misma'],
  ['Choose the area above it, or none', 'Choisissez la zone au-dessus, ou aucune', 'اختر المنطقة التي فوقها أو لا شيء', 'Elija la zona superior o ninguna'],
  ['the ring is not closed', 'l’anneau n’est pas fermé', 'الحلقة غير مغلقة', 'el anillo no está cerrado'],
  ['End it where it begins', 'Finissez-le où il commence', 'أنهها حيث تبدأ', 'Ciérrelo donde empieza'],
  ['the outline crosses itself near {1}, {2} (latitude, longitude)', 'le contour se croise près de {1}, {2} (latitude, longitude)', 'يتقاطع المحيط مع نفسه قرب {1}، {2} (عرض، طول)', 'el contorno se cruza cerca de {1}, {2} (latitud, longitud)'],
  ['Move or remove a corner there', 'Déplacez ou retirez un coin à cet endroit', 'انقل زاوية هناك أو أزلها', 'Mueva o quite una esquina ahí'],
  ['a circle without a radius', 'un cercle sans rayon', 'دائرة بلا نصف قطر', 'un círculo sin radio'],
  ['Give the radius in metres', 'Donnez le rayon en mètres', 'أعط نصف القطر بالأمتار', 'Dé el radio en metros'],
  ['a text without words', 'un texte sans mots', 'نص بلا كلمات', 'un texto sin palabras'],
  ['Write what it says', 'Écrivez ce qu’il dit', 'اكتب ما يقوله', 'Escriba lo que dice'],
  ['changes: only for a dry run; save the areas first', 'seulement pour un essai ; enregistrez d’abord les zones', 'للتجربة فقط؛ احفظ المناطق أولا', 'solo para un ensayo; guarde antes las zonas'],
  ['reason: say in a sentence why the boundaries changed', 'dites en une phrase pourquoi les limites ont changé', 'اذكر في جملة لماذا تغيّرت الحدود', 'diga en una frase por qué cambiaron los límites'],
  ['a {1} of {2} places', 'un tracé « {1} » de {2} points', 'شكل «{1}» من {2} نقاط', 'un trazo «{1}» de {2} puntos'],
  ['Give at least {1}', 'Donnez-en au moins {1}', 'أعط {1} على الأقل', 'Dé al menos {1}'],
  ['the id {1} stands twice', 'l’identifiant {1} figure deux fois', 'المعرّف {1} مكرر', 'el identificador {1} está dos veces'],
  ['Give each its own', 'Donnez à chacun le sien', 'أعط كلا منها معرّفه', 'Dé a cada uno el suyo'],
]
