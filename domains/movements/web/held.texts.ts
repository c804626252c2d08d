import type { Row } from '../../../web/face.ts'

/** Words of messages that were held back, and of the address gateways hand in at. */
export const ROWS = {
  'title': ['Held back', 'Retenu', 'محتجزة', 'Retenido'],
  'how': ['If it was a check-in, take it down on the movement; then say here what was done.', 'S’il s’agissait d’un contact, notez-le sur le mouvement ; puis indiquez ici la suite donnée.', 'إن كان اتصالًا دوريًا فدوّنه في التحرك ثم اذكر هنا ما تم.', 'Si era un control, anótelo en el movimiento; después diga aquí qué se hizo.'],
  'what': ['What was done', 'Suite donnée', 'ما تم اتخاذه', 'Qué se hizo'],
  'settle': ['Settle', 'Régler', 'تسوية', 'Resolver'],
  'settled': ['Settled:', 'Réglé :', 'تمت التسوية:', 'Resuelto:'],
  'gateway': ['Check-in by SMS', 'Contact par SMS', 'الاتصال بالرسائل القصيرة', 'Control por SMS'],
  'gateway.lead': ['A gateway that also sends alerts hands in at the address its channel shows; this one is for a gateway that only receives. Both are read alike. One digit checks a movement in: 1 all well, 2 delayed, 9 help.', 'Une passerelle qui envoie aussi des alertes utilise l’adresse de son canal ; celle-ci sert à une passerelle qui ne fait que recevoir. Les deux sont lues de même. Un chiffre suffit : 1 tout va bien, 2 retardé, 9 à l’aide.', 'البوابة التي ترسل الإنذارات أيضًا تسلّم في العنوان الظاهر في قناتها؛ وهذا لبوابة تستقبل فقط. يُقرأ كلاهما بالطريقة نفسها. رقم واحد يكفي: 1 بخير، 2 متأخر، 9 نجدة.', 'Una pasarela que también envía alertas usa la dirección de su canal; esta es para una que solo recibe. Ambas se leen igual. Basta un dígito: 1 todo bien, 2 retrasado, 9 ayuda.'],
  'gateway.none': ['No gateway may hand in yet. Make an address and enter it in the gateway.', 'Aucune passerelle autorisée. Créez une adresse et saisissez-la dans la passerelle.', 'لا بوابة مسموح لها بعد. أنشئ عنوانًا وأدخله في البوابة.', 'Ninguna pasarela puede entregar aún. Cree una dirección e introdúzcala en la pasarela.'],
  'gateway.set': ['A gateway may hand in. Its address is shown only when it is made.', 'Une passerelle est autorisée. Son adresse n’est montrée qu’à sa création.', 'بوابة مسموح لها. يُعرض عنوانها عند إنشائه فقط.', 'Una pasarela puede entregar. Su dirección solo se muestra al crearla.'],
  'gateway.make': ['Make an address', 'Créer une adresse', 'إنشاء عنوان', 'Crear una dirección'],
  'gateway.new': ['Make another address; the one before stops working', 'Créer une autre adresse ; la précédente cesse de fonctionner', 'إنشاء عنوان آخر؛ يتوقف السابق عن العمل', 'Crear otra dirección; la anterior deja de funcionar'],
  'gateway.address': ['Enter this in the gateway now; it is not shown again. It sends from, text and id, as a form or JSON.', 'Saisissez ceci dans la passerelle maintenant ; il ne sera plus montré. Elle envoie from, text et id, en formulaire ou JSON.', 'أدخل هذا في البوابة الآن؛ لن يُعرض ثانية. ترسل from وtext وid كنموذج أو JSON.', 'Introduzca esto en la pasarela ahora; no se volverá a mostrar. Envía from, text e id, como formulario o JSON.'],
} satisfies Record<string, Row>
