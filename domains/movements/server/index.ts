import { serveDomain } from '../../../server/face.ts'
import { movements } from '../domain.ts'

export default serveDomain(movements)
