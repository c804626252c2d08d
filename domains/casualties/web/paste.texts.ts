import type { Row } from '../../../web/face.ts'

/** Words of pasting a message: English, French, Arabic, Spanish. */
export const ROWS = {
  'title': ['Paste a radio message', 'Coller un message radio', 'لصق رسالة لاسلكية', 'Pegar un mensaje de radio'],
  'lead': ['Nine lines, METHANE, MIST or AT-MIST as text: what it says is shown before it is taken over.', 'Neuf lignes, METHANE, MIST ou AT-MIST en texte : ce qu’il dit est montré avant d’être repris.', 'الأسطر التسعة أو METHANE أو MIST أو AT-MIST نصًا: يُعرض ما فيه قبل اعتماده.', 'Nueve líneas, METHANE, MIST o AT-MIST como texto: se muestra lo que dice antes de incorporarlo.'],
  'lead.one': ['MIST or AT-MIST as text: what it says is shown before it is taken over.', 'MIST ou AT-MIST en texte : ce qu’il dit est montré avant d’être repris.', 'MIST أو AT-MIST نصًا: يُعرض ما فيه قبل اعتماده.', 'MIST o AT-MIST como texto: se muestra lo que dice antes de incorporarlo.'],
  'label': ['Message', 'Message', 'الرسالة', 'Mensaje'],
  'whom': ['For which patient', 'Pour quel patient', 'لأي مريض', 'Para qué paciente'],
  'whom.none': ['Add the patient to the request first.', 'Ajoutez d’abord le patient à la demande.', 'أضف المريض إلى الطلب أولًا.', 'Añada antes el paciente a la solicitud.'],
  'read': ['Read as {form}: {what}', 'Lu comme {form} : {what}', 'قُرئت بوصفها {form}: {what}', 'Leído como {form}: {what}'],
  'nothing': ['nothing that is not known already', 'rien qui ne soit déjà connu', 'لا شيء غير معروف من قبل', 'nada que no se sepa ya'],
  'facts': ['{n} facts', '{n} faits', '{n} معلومات', '{n} datos'],
  'injuries': ['{n} injuries', '{n} blessures', '{n} إصابات', '{n} lesiones'],
  'vitals': ['{n} readings', '{n} relevés', '{n} قراءات', '{n} tomas'],
  'treatments': ['{n} treatments', '{n} soins', '{n} علاجات', '{n} tratamientos'],
  'left': ['No place was found for this; enter it by hand:', 'Ceci n’a pas trouvé de place ; à saisir à la main :', 'لم يوجد لهذا موضع؛ أدخله يدويًا:', 'Esto no encontró lugar; introdúzcalo a mano:'],
  'wrong': ['Not read:', 'Non lu :', 'لم يُقرأ:', 'No leído:'],
  'four': ['Four lines open a request of their own: paste them at New request.', 'Quatre lignes ouvrent leur propre demande : collez-les dans Nouvelle demande.', 'الأسطر الأربعة تفتح طلبًا خاصًا: الصقها في طلب جديد.', 'Cuatro líneas abren su propia solicitud: péguelas en Nueva solicitud.'],
  'take': ['Take it over', 'Reprendre', 'اعتماد', 'Incorporar'],
  'taken': ['Taken over', 'Repris', 'تم الاعتماد', 'Incorporado'],
  'kept': ['No link: kept on this device until there is one', 'Pas de liaison : gardé sur cet appareil', 'لا اتصال: محفوظ على هذا الجهاز', 'Sin enlace: guardado en este dispositivo'],
} as const satisfies Record<string, Row>
