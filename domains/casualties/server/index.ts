import { serveDomain } from '../../../server/face.ts'
import { casualties } from '../domain.ts'
import { careRoutes } from './care/routes.ts'
import { courseRoutes } from './course.ts'
import { fatalityImporter } from './fatalities/importer.ts'
import { fatalityRoutes } from './fatalities/routes.ts'
import { fhirRoutes } from './fhir/routes.ts'
import { launchRoutes } from './launch.ts'
import { keepNames } from './notification/names.ts'
import { notificationRoutes } from './notification/routes.ts'
import { casualtySources } from './products.ts'

export default serveDomain(casualties, {
  async service(app) {
    keepNames(app)
    return { close: () => Promise.resolve() }
  },
  routes: [...launchRoutes, ...courseRoutes, ...careRoutes, ...notificationRoutes, ...fatalityRoutes, ...fhirRoutes], importers: [fatalityImporter], products: casualtySources })
