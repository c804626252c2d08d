import { serveDomain } from '../../../server/face.ts'
import { missionDomain } from '../domain.ts'
import { areaRoutes } from './areas.ts'

export default serveDomain(missionDomain, { routes: areaRoutes })
