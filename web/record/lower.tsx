/** The parts of the record page that are loaded when a record is first opened. */
export { Comments } from './Comments.tsx'
export { FilesCard } from './FilesCard.tsx'
export { Known, UsedIn } from './Known.tsx'
export { Timeline } from './Timeline.tsx'
export { Contested } from './Contested.tsx'
