import type { Row } from '../../../web/face.ts'

export const ROWS = {
  'waiting': ['Products that wait to be read by you', 'Produits à lire', 'تقارير بانتظار اطلاعك', 'Productos que esperan su lectura'],
  'must': ['To be read:', 'À lire :', 'للاطلاع:', 'Por leer:'],
  'stead': ['To be read in the stead of {name}:', 'À lire à la place de {name} :', 'للاطلاع نيابة عن {name}:', 'Por leer en lugar de {name}:'],
  'more': ['and {n} more', 'et {n} autres', 'و{n} أخرى', 'y {n} más'],
} satisfies Record<string, Row>
