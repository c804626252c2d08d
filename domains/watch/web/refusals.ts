import type { Row } from '../../../web/face.ts'

/** What alerts, warnings and rules refuse with, in every language; see web/refusals/refusal.ts. */
export const REFUSALS: readonly Row[] = [
  ['no alert you may act on has this id', 'aucune alerte sur laquelle vous puissiez agir n’a cet identifiant', 'لا إنذار بهذا المعرّف يجوز لك التصرف فيه', 'ninguna alerta sobre la que pueda actuar tiene este identificador'],
  ['alert rules are tried by those who make them', 'les règles d’alerte sont essayées par ceux qui les font', 'قواعد الإنذار يجربها من يضعها', 'las reglas de alerta las prueba quien las hace'],
  ['the period must be longer than nothing and at most {1} days', 'la période ne peut être vide ni dépasser {1} jours', 'يجب ألا تكون المدة فارغة ولا تتجاوز {1} يوما', 'el periodo no puede ser vacío ni pasar de {1} días'],
  ['{1} is open', '{1} est ouverte', '{1} مفتوح', '{1} está abierta'],
  ['{1} is closed; reopen it first', '{1} est close ; rouvrez-la d’abord', '{1} مغلق؛ أعد فتحه أولا', '{1} está cerrada; reábrala antes'],
  ['{1} is not unclassified; what goes to the public must be', '{1} n’est pas non classifiée ; ce qui va au public doit l’être', '{1} ليس غير سري؛ وما يخرج للعموم يجب أن يكون كذلك', '{1} no es «sin clasificar»; lo que va al público debe serlo'],
  ['{1} is over since {2}; give a later end first', '{1} est finie depuis {2} ; donnez d’abord une fin plus tardive', 'انتهى {1} منذ {2}؛ أعط أولا نهاية لاحقة', '{1} terminó el {2}; dé antes un final posterior'],
  ['{1} is not out', '{1} n’est pas diffusée', '{1} لم يصدر', '{1} no se ha difundido'],
  ['does not end where it begins', 'ne finit pas où il commence', 'لا ينتهي حيث يبدأ', 'no acaba donde empieza'],
  ['its settings are missing', 'ses réglages manquent', 'إعداداته ناقصة', 'faltan sus ajustes'],
  ['belongs to one of an account, a role and a unit', 'appartient à un compte, un rôle ou une unité', 'يخص حسابا أو دورا أو وحدة', 'es de una cuenta, una función o una unidad'],
  ['Make a contact for each', 'Faites un contact pour chacun', 'أنشئ جهة اتصال لكل منها', 'Haga un contacto para cada uno'],
  ['says who in no way, or in several', 'ne dit pas qui, ou le dit de plusieurs façons', 'لا يحدد من، أو يحدده بأكثر من طريقة', 'no dice quién, o lo dice de varias formas'],
  ['several need a time within which they come', 'pour plusieurs, il faut un délai', 'العدد يحتاج إلى مدة يقع فيها', 'si son varias hace falta un plazo'],
  ['Give hours', 'Donnez des heures', 'أعط ساعات', 'Dé horas'],
  ['a rule over alerts would raise itself', 'une règle sur les alertes se déclencherait elle-même', 'قاعدة على الإنذارات تطلق نفسها', 'una regla sobre alertas se dispararía a sí misma'],
  ['Choose another kind of record', 'Choisissez un autre type de fiche', 'اختر نوعا آخر من السجلات', 'Elija otro tipo de ficha'],
]
