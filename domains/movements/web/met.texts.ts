import type { Row } from '../../../web/face.ts'

/** Words of what a movement meets on its way, where it is planned and where it is cleared: English, French, Arabic, Spanish. */
export const ROWS = {
  'met': ['On the way', 'Sur l’itinéraire', 'على الطريق', 'En la ruta'],
  'met.one': ['{what}: {name}, at km {km}, about {time}', '{what} : {name}, au km {km}, vers {time}', '{what}: {name}، عند الكيلومتر {km}، نحو {time}', '{what}: {name}, en el km {km}, hacia las {time}'],
  'met.reason': ['Why it goes all the same', 'Pourquoi il part malgré tout', 'لماذا ينطلق رغم ذلك', 'Por qué va pese a ello'],
} as const satisfies Record<string, Row>
