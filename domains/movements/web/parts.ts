export { MovementsPanel } from './Panel.tsx'
export { MovementsLayer } from './MovementsLayer.tsx'
