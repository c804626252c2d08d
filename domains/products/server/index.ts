import { serveDomain, type App, type Service } from '../../../server/face.ts'
import { products } from '../domain.ts'
import { deliverProducts } from './deliver.ts'
import { pastProducts } from './past.ts'
import { guardReleases } from './life.ts'
import { productRoutes } from './routes.ts'
import { productSources } from './sources.ts'
import { watchProducts } from './stale.ts'

async function start(app: App): Promise<Service> {
  const unguard = guardReleases(app.store)
  const parts = [await watchProducts(app), await deliverProducts(app)]
  return {
    async start(port) {
      for (const part of parts) {
        await part.start?.(port)
      }
    },
    async close() {
      unguard()
      for (const part of parts) {
        await part.close()
      }
    },
  }
}

export default serveDomain(products, { routes: productRoutes, products: productSources, service: start, past: (app, _heard, reports) => pastProducts(app, reports) })
