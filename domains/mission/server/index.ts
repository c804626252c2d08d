import { serveDomain } from '../../../server/face.ts'
import { missionDomain } from '../domain.ts'

export default serveDomain(missionDomain)
