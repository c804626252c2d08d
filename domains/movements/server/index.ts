import { serveDomain } from '../../../server/face.ts'
import { movements } from '../domain.ts'
import { MovementWatch } from './service.ts'
import { smsRoutes } from './sms.ts'

export default serveDomain(movements, { service: (app) => MovementWatch.make(app), routes: [...smsRoutes] })
