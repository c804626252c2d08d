import { serveDomain, type Service } from '../../../server/face.ts'
import { casualties } from '../domain.ts'
import { careRoutes } from './care/routes.ts'
import { passRoutes } from './care/pass.ts'
import { complianceRoutes } from './compliance.ts'
import { courseRoutes } from './course.ts'
import { fatalityImporter } from './fatalities/importer.ts'
import { fatalityRoutes } from './fatalities/routes.ts'
import { fhirRoutes } from './fhir/routes.ts'
import { launchRoutes } from './launch.ts'
import { tellDeaths } from './notification/died.ts'
import { keepNames } from './notification/names.ts'
import { tellNotified } from './notification/notified.ts'
import { notificationRoutes } from './notification/routes.ts'
import { planRoutes } from './plan.ts'
import { casualtySources } from './products.ts'
import { reserveRoutes } from './reserve.ts'
import { sheetRoutes } from './sheet.ts'
import { startTak, takRoutes } from './tak.ts'
import { startTelling } from './telling.ts'

export default serveDomain(casualties, {
  async service(app) {
    const names = await keepNames(app)
    return together([names, startTak(app), await startTelling(app), await tellNotified(app), await tellDeaths(app)])
  },
  routes: [...launchRoutes, ...courseRoutes, ...complianceRoutes, ...planRoutes, ...takRoutes, ...reserveRoutes, ...sheetRoutes, ...careRoutes, ...passRoutes, ...notificationRoutes, ...fatalityRoutes, ...fhirRoutes], importers: [fatalityImporter], products: casualtySources })

/** Several services as one. */
function together(services: readonly Service[]): Service {
  return {
    async start(port) {
      for (const service of services) {
        await service.start?.(port)
      }
    },
    async close() {
      for (const service of services) {
        await service.close()
      }
    },
  }
}
