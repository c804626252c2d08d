export { MovementsPanel } from './Panel.tsx'
export { RestrictionsLayer } from './RestrictionsLayer.tsx'
export { MovementsLayer } from './MovementsLayer.tsx'
export { RoadMarksLayer } from './RoadMarksLayer.tsx'
