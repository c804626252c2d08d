import type { Row } from '../../../web/face.ts'

/** What the watch floor refuses with, in every language; see web/refusals/refusal.ts. */
export const REFUSALS: readonly Row[] = [
  ['There is no crisis {1}, or it may not be seen', 'La crise {1} n’existe pas ou ne vous est pas ouverte', 'لا أزمة {1} أو لا يجوز الاطلاع عليها', 'La crisis {1} no existe o no se puede ver'],
  ['A watch of {1} runs already ({2}). It ends by its hand-over', 'Un quart de {1} est déjà en cours ({2}). Il se termine par sa relève', 'نوبة {1} جارية ({2}). تنتهي بتسليمها', 'Ya hay una guardia de {1} en curso ({2}). Acaba con su relevo'],
  ['{1} overdue: a watch is not closed over open red actions ({2}). Close them, or give them a new time', '{1} en retard : un quart ne se clôt pas sur des actions rouges ouvertes ({2}). Fermez-les ou donnez-leur une autre heure', '{1} متأخرة: لا تُغلق نوبة وفيها إجراءات حمراء مفتوحة ({2}). أغلقها أو أعطها وقتا جديدا', '{1} vencidas: una guardia no se cierra con acciones rojas abiertas ({2}). Ciérrelas o deles otra hora'],
  ['There is no watch {1}, or it may not be seen', 'Le quart {1} n’existe pas ou ne vous est pas ouvert', 'لا نوبة {1} أو لا يجوز الاطلاع عليها', 'La guardia {1} no existe o no se puede ver'],
  ['{1} has no place {2} in its list', '{1} n’a pas de place {2} dans sa liste', 'لا موضع {2} في قائمة {1}', '{1} no tiene el puesto {2} en su lista'],
  ['{1} holds 200 calls; write on in the log', '{1} contient 200 appels ; continuez dans le journal', 'في {1} 200 مكالمة؛ واصل في السجل', '{1} tiene 200 llamadas; siga en el registro'],
  ['{1}: {2} not reached. Say why the list is closed all the same', '{1} : {2} non joint. Dites pourquoi la liste est close malgré tout', '{1}: لم يُبلَغ {2}. اذكر سبب إغلاق القائمة مع ذلك', '{1}: sin contactar {2}. Diga por qué se cierra la lista aun así'],
  ['{1} stands at {2} already', '{1} est déjà au niveau {2}', '{1} في المستوى {2} بالفعل', '{1} ya está en {2}'],
  ['{1} was stood down; nothing is added to it but its lessons', '{1} est terminée ; seules ses leçons s’y ajoutent', 'أُنهيت {1}؛ لا يضاف إليها إلا دروسها', '{1} terminó; solo se le añaden sus lecciones'],
  ['{1} holds {2} of these; write on in its log', '{1} en contient {2} ; continuez dans son journal', 'في {1} {2} منها؛ واصل في سجلها', '{1} tiene {2} de estos; siga en su registro'],
  ['{1}: no action is open here', '{1} : aucune action n’est ouverte ici', '{1}: لا إجراء مفتوحا هنا', '{1}: aquí no hay ninguna acción abierta'],
  ['{1}: its action is not closed', '{1} : son action n’est pas close', '{1}: إجراؤه لم يُغلق', '{1}: su acción no está cerrada'],
  ['{1} is void already', '{1} est déjà annulée', '{1} ملغى بالفعل', '{1} ya está anulada'],
  ['one component does not order another', 'une composante n’en commande pas une autre', 'لا يأمر مكوّن مكوّنا آخر', 'un componente no da órdenes a otro'],
  ['Send a REQUEST, or an RFI; the other component accepts it', 'Envoyez une demande (REQUEST) ou une RFI ; l’autre composante l’accepte', 'أرسل طلبا (REQUEST) أو طلب معلومات (RFI)؛ والمكوّن الآخر يقبله', 'Envíe una petición (REQUEST) o una RFI; el otro componente la acepta'],
  ['more than one option is chosen', 'plus d’une option est choisie', 'اختير أكثر من خيار', 'hay más de una opción elegida'],
  ['Choose one and say why not the others', 'Choisissez-en une et dites pourquoi pas les autres', 'اختر واحدا واذكر سبب ترك غيره', 'Elija una y diga por qué no las demás'],
  ['says not why', 'ne dit pas pourquoi', 'لا يذكر السبب', 'no dice por qué'],
  ['Say why it was chosen, and of each other why not', 'Dites pourquoi elle est choisie, et pour chaque autre pourquoi non', 'اذكر سبب اختياره وسبب ترك كل آخر', 'Diga por qué se eligió y, de cada otra, por qué no'],
  ['{1} waits for nobody to accept it', '{1} n’attend l’acceptation de personne', '{1} لا ينتظر قبول أحد', '{1} no espera que nadie lo acepte'],
  ['{1} was not signed out; the outgoing officer signs the hand-over first', '{1} n’est pas signé ; l’officier sortant signe d’abord la relève', 'لم يُوقَّع {1}؛ يوقع الضابط الخارج التسليم أولا', '{1} no está firmada; primero firma el relevo el oficial saliente'],
  ['{1}: who signed out does not sign in; a hand-over is signed by two persons', '{1} : qui a signé la sortie ne signe pas l’entrée ; deux personnes signent une relève', '{1}: من وقّع الخروج لا يوقّع الدخول؛ يوقع التسليم شخصان', '{1}: quien firmó la salida no firma la entrada; un relevo lo firman dos personas'],
  ['{1} was handed over and is closed', '{1} a été relevé et est clos', 'سُلّم {1} وأُغلق', '{1} se relevó y está cerrada'],
]
