export { permitOf, type Permit } from './shared/permit.ts'
export type { Technology } from './shared/model.ts'
