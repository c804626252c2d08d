export { permitOf, type Permit, type PermitReason } from './shared/permit.ts'
export type { Technology } from './shared/model.ts'
