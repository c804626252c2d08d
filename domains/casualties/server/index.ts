import { serveDomain } from '../../../server/face.ts'
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
import { startTelling } from './telling.ts'

export default serveDomain(casualties, {
  service(app) {
    keepNames(app)
    return startTelling(app)
  },
  routes: [...launchRoutes, ...courseRoutes, ...complianceRoutes, ...planRoutes, ...careRoutes, ...notificationRoutes, ...fatalityRoutes, ...fhirRoutes], importers: [fatalityImporter], products: casualtySources })
