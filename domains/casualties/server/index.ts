import { serveDomain, type Service } from '../../../server/face.ts'
import { casualties } from '../domain.ts'
import { careRoutes } from './care/routes.ts'
import { complianceRoutes } from './compliance.ts'
import { courseRoutes } from './course.ts'
import { fatalityImporter } from './fatalities/importer.ts'
import { fatalityRoutes } from './fatalities/routes.ts'
import { fhirRoutes } from './fhir/routes.ts'
import { launchRoutes } from './launch.ts'
import { keepNames } from './notification/names.ts'
import { notificationRoutes } from './notification/routes.ts'
import { planRoutes } from './plan.ts'
import { casualtySources } from './products.ts'
import { reserveRoutes } from './reserve.ts'
import { sheetRoutes } from './sheet.ts'
import { startTak, takRoutes } from './tak.ts'
import { startTelling } from './telling.ts'

export default serveDomain(casualties, {
  async service(app) {
    keepNames(app)
    return both(startTak(app), await startTelling(app))
  },
  routes: [...launchRoutes, ...courseRoutes, ...complianceRoutes, ...planRoutes, ...takRoutes, ...reserveRoutes, ...sheetRoutes, ...careRoutes, ...notificationRoutes, ...fatalityRoutes, ...fhirRoutes], importers: [fatalityImporter], products: casualtySources })

/** Two services as one. */
function both(one: Service, two: Service): Service {
  return { close: async () => { await one.close(); await two.close() } }
}
