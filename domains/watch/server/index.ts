import { serveDomain } from '../../../server/face.ts'
import { watch } from '../domain.ts'

export default serveDomain(watch)
