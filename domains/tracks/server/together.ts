import type { App, Service } from '../../../server/face.ts'

/** Several services as one: made and started in their order, closed in the opposite one. */
export function together(...makers: readonly ((app: App) => Promise<Service>)[]): (app: App) => Promise<Service> {
  return async (app) => {
    const services: Service[] = []
    for (const make of makers) {
      services.push(await make(app))
    }
    return {
      async start(port) {
        for (const service of services) {
          await service.start?.(port)
        }
      },
      async close() {
        for (const service of services.toReversed()) {
          await service.close()
        }
      },
    }
  }
}
