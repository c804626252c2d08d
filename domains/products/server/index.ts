import { serveDomain } from '../../../server/face.ts'
import { products } from '../domain.ts'
import { productRoutes } from './routes.ts'
import { productSources } from './sources.ts'
import { watchProducts } from './stale.ts'

export default serveDomain(products, { routes: productRoutes, products: productSources, service: watchProducts })
