import { serveDomain } from '../../../server/face.ts'
import { watch } from '../domain.ts'
import { startEscalation } from './escalate.ts'

export default serveDomain(watch, { service: startEscalation })
