import { serveDomain } from '../../../server/face.ts'
import { tracks } from '../domain.ts'

export default serveDomain(tracks)
