import { serveDomain } from '../../../server/face.ts'
import { oversight } from '../domain.ts'
import type { Technology } from '../shared/model.ts'
import { permitOf } from '../shared/permit.ts'

/** The technology register binds at run time: the node asks it before any feed or model runs. */
export default serveDomain(oversight, {
  register: {
    kind: 'technology',
    code: (data) => (data as unknown as Technology).code,
    permit: (data, today) => permitOf(data as unknown as Technology | null, today),
  },
})
