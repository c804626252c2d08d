import { serveDomain } from '../../../server/face.ts'
import { movements } from '../domain.ts'
import { offerPassing } from './near-people.ts'
import { movementSources } from './products.ts'
import { MovementWatch } from './service.ts'
import { bindRoads, restrictionRoutes } from './restrictions.ts'
import { smsRoutes, takeMessages } from './sms.ts'

export default serveDomain(movements, { service: (app) => {
    offerPassing(app)
    takeMessages(app)
    bindRoads(app)
    return MovementWatch.make(app)
  }, routes: [...smsRoutes, ...restrictionRoutes], products: movementSources })
