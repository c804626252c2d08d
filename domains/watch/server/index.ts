import { serveDomain, type App, type Service } from '../../../server/face.ts'
import { watch } from '../domain.ts'
import { startTaking } from './cap/received.ts'
import { capRoutes } from './cap/routes.ts'
import { Delivery } from './delivery/engine.ts'
import { takeMessage } from './delivery/inbound.ts'
import { deliveryRoutes } from './delivery/routes.ts'
import { alertSources } from './products.ts'
import { alertRuleRoutes } from './rules/routes.ts'
import { AlertRules } from './rules/rules.ts'
import { startEscalation } from './escalate.ts'
import { offerIntake } from '../shared/delivery/offers.ts'

/** In this order: what raises alerts after what carries them. */
async function start(app: App): Promise<Service> {
  const parts = [await Delivery.start(app), await startEscalation(app), await startTaking(app), await AlertRules.start(app)]
  offerIntake(app, (message) => takeMessage(app, message))
  return {
    async close() {
      for (const part of parts.toReversed()) {
        await part.close()
      }
    },
  }
}

export default serveDomain(watch, { service: start, products: alertSources, routes: [...deliveryRoutes, ...capRoutes, ...alertRuleRoutes] })
