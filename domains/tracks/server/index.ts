import { serveDomain } from '../../../server/face.ts'
import { tracks } from '../domain.ts'
import { tracksChannel } from './live/channel.ts'
import { takePast } from './live/past.ts'
import { startSafety } from './live/safety.ts'
import { startPicture } from './live/service.ts'
import { startRetention } from './past/keeper.ts'
import { pastRoutes } from './past/routes.ts'
import { geojsonRoutes } from './routes/geojson.ts'
import { keptRoutes } from './routes/kept.ts'
import { lineageRoutes } from './routes/lineage.ts'
import { liveRoutes } from './routes/live.ts'
import { manualRoutes } from './routes/manual.ts'
import { roadRoutes } from './roads/routes.ts'
import { startRoads } from './roads/service.ts'
import { nearestRoutes } from './routes/nearest.ts'
import { recordedRoutes } from './routes/recorded.ts'
import { ruleRoutes } from './rules/routes.ts'
import { offerNearPeople } from './rules/near-people.ts'
import { startRules } from './rules/rules.ts'
import { startPromoting } from './tak/promoted.ts'
import { takRoutes, takSockets } from './tak/routes.ts'
import { TakServer } from './tak/server.ts'
import { takAdminRoutes } from './tak-admin/admin-routes.ts'
import { takPackageRoutes } from './tak-admin/package-routes.ts'
import { takAdminService } from './tak-admin/service.ts'
import { together } from './together.ts'

export default serveDomain(tracks, {
  service: together(startRoads, startPicture, startRules, offerNearPeople, startSafety, (app) => TakServer.make(app), takAdminService, startPromoting, startRetention),
  channels: { tracks: tracksChannel },
  past: takePast,
  sockets: takSockets,
  routes: [...liveRoutes, ...keptRoutes, ...manualRoutes, ...recordedRoutes, ...lineageRoutes, ...nearestRoutes, ...geojsonRoutes, ...takAdminRoutes, ...takPackageRoutes, ...takRoutes, ...ruleRoutes, ...roadRoutes, ...pastRoutes],
})
