import { showDomain } from '../../../web/face.ts'
import { texts } from '../shared/texts.ts'
import { UI } from './texts.ts'

/** Reports that write themselves. */
export default showDomain({ name: 'products', texts: { ...texts, ...UI } })
