import type { Row } from '../../../web/face.ts'

/** What movements and restrictions refuse with, in every language; see web/refusals/refusal.ts. */
export const REFUSALS: readonly Row[] = [
  ['{1} is only planned; there is nothing before that', '{1} n’est que prévu ; rien ne précède', '{1} مخطط فحسب؛ لا شيء قبل ذلك', '{1} solo está previsto; no hay nada antes'],
  ['the time lies before the step before it', 'l’heure précède l’étape d’avant', 'الوقت يسبق الخطوة التي قبله', 'la hora es anterior al paso previo'],
  ['is before {1}', 'précède {1}', 'قبل {1}', 'es anterior a {1}'],
  ['Give a later time, or take the step before back', 'Donnez une heure plus tardive ou annulez l’étape d’avant', 'أعط وقتا لاحقا أو تراجع عن الخطوة السابقة', 'Dé una hora posterior o deshaga el paso previo'],
  ['is not a time', 'n’est pas une heure', 'ليس وقتا', 'no es una hora'],
  ['is before that of {1}', 'précède celle de {1}', 'قبل وقت {1}', 'es anterior a la de {1}'],
  ['Put the waypoints in the order they are reached', 'Mettez les points de passage dans l’ordre du trajet', 'رتّب نقاط العبور بترتيب بلوغها', 'Ponga los puntos de paso en el orden en que se alcanzan'],
  ['is there twice', 'y figure deux fois', 'وارد مرتين', 'está dos veces'],
  ['names one number twice', 'nomme deux fois un numéro', 'يذكر رقما مرتين', 'nombra un número dos veces'],
  ['names one vehicle twice', 'nomme deux fois un véhicule', 'يذكر مركبة مرتين', 'nombra un vehículo dos veces'],
  ['is no time of this century', 'n’est pas une heure de ce siècle', 'ليس وقتا من هذا القرن', 'no es una hora de este siglo'],
  ['Mark the place, or the stretch of road', 'Marquez le lieu ou le tronçon de route', 'حدد المكان أو مقطع الطريق', 'Marque el lugar o el tramo de carretera'],
  ['Say what is left of the usual speed, 5 to 95', 'Dites ce qui reste de la vitesse usuelle, de 5 à 95', 'اذكر ما بقي من السرعة المعتادة، من 5 إلى 95', 'Diga qué queda de la velocidad habitual, de 5 a 95'],
  ['is not after the beginning', 'n’est pas après le début', 'ليس بعد البداية', 'no es posterior al comienzo'],
  ['Give a later time, or none: until further notice', 'Donnez une heure plus tardive, ou aucune : jusqu’à nouvel ordre', 'أعط وقتا لاحقا أو لا شيء: حتى إشعار آخر', 'Dé una hora posterior, o ninguna: hasta nuevo aviso'],
  ['begins and ends at the same hour', 'commence et finit à la même heure', 'يبدأ وينتهي في الساعة نفسها', 'empieza y acaba a la misma hora'],
  ['Leave the hours away: all day', 'Laissez les heures vides : toute la journée', 'اترك الساعات: طوال اليوم', 'Deje las horas vacías: todo el día'],
  ['{1} was lifted before', '{1} a déjà été levée', 'رُفع {1} من قبل', '{1} ya se levantó'],
  ['{1} km are too far to be checked', '{1} km, c’est trop loin pour être vérifié', '{1} كم أبعد من أن تُفحص', '{1} km es demasiado lejos para comprobarlo'],
]
