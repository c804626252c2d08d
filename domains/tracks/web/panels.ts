/** The panels over the map, fetched together when the first is opened. */
export { ExportForm } from './ExportForm.tsx'
export { GroupList } from './GroupList.tsx'
export { NearestPanel } from './NearestPanel.tsx'
export { ReportForm } from './ReportForm.tsx'
export { TrackCard } from './TrackCard.tsx'
