import type { Row } from '../i18n/rows.ts'

/** What the node writes into a history as its own reason. Apart from refusals: a person's reason must never be read as one of those. */
export const REASONS: readonly Row[] = [
  ['Told otherwise by a device: {1}', 'Dit autrement par un appareil : {1}', 'قاله جهاز على نحو آخر: {1}', 'Dicho de otro modo por un dispositivo: {1}'],
  ['Handling of a product is the highest of its parts', 'Le traitement d’un produit est le plus élevé de ses parties', 'تداول المنتج هو الأعلى بين أجزائه', 'El tratamiento de un producto es el más alto de sus partes'],
  ['as {1}, which it is about', 'comme {1}, dont il s’agit', 'مثل {1} الذي يتعلق به', 'como {1}, de la que trata'],
  ['Other people hold the offices it is for', 'D’autres personnes exercent les fonctions concernées', 'يشغل أشخاص آخرون المناصب المعنية', 'Otras personas ocupan los cargos a los que va dirigida'],
  ['deleted on a TAK device', 'supprimé sur un appareil TAK', 'حُذف على جهاز TAK', 'borrado en un dispositivo TAK'],
  ['sent again by a device', 'renvoyé par un appareil', 'أعاد جهاز إرساله', 'enviado de nuevo por un dispositivo'],
  ['Taken back by its sender (TAK)', 'Retiré par son expéditeur (TAK)', 'سحبه مرسله (TAK)', 'Retirado por su remitente (TAK)'],
  ['imported again from {1}', 'importé de nouveau depuis {1}', 'استُورد من جديد من {1}', 'importado de nuevo desde {1}'],
  ['{1}: no longer notified as a death', '{1} : n’est plus notifié comme décès', '{1}: لم يعد مُخطرا به وفاة', '{1}: ya no se notifica como muerte'],
]
