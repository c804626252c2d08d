import { MapLibrary } from './library.ts'
import { NetworkMaps } from './network-set.ts'
import { MapUploads } from './uploads.ts'

/** The maps of a node: files in its folder, uploads on their way there, and sources on the network. */
export type Maps = { library: MapLibrary; uploads: MapUploads; network: NetworkMaps }

/** Make them for a data folder; nothing is read or fetched before it is asked for. */
export function createMaps(dataDir: string, clock: () => number): Maps {
  const library = new MapLibrary(dataDir)
  return { library, uploads: new MapUploads(library), network: new NetworkMaps(dataDir, clock) }
}
