import { serveDomain } from '../../../server/face.ts'
import { movements } from '../domain.ts'
import { offerPassing } from './near-people.ts'
import { movementSources } from './products.ts'
import { MovementWatch } from './service.ts'
import { bindRoads, restrictionRoutes } from './restrictions.ts'
import { smsRoutes, takeMessages } from './sms.ts'
import { needReasons } from './weighed.ts'

export default serveDomain(movements, {
  async service(app) {
    offerPassing(app)
    takeMessages(app)
    bindRoads(app)
    const reasons = await needReasons(app)
    const watch = await MovementWatch.make(app)
    return {
      start: () => watch.start(),
      async close() {
        await reasons.close()
        await watch.close()
      },
    }
  },
  routes: [...smsRoutes, ...restrictionRoutes], products: movementSources,
})
