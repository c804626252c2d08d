import path from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { languagePlugin } from './i18n/language-plugin.ts'
import { shellPlugin } from './offline/shell-plugin.ts'

const api = process.env['VIGIE_API'] ?? 'http://127.0.0.1:7420'
const behind = { target: api, changeOrigin: false }

/** Parts the operations room shows beside log and quick log as soon as these stand. */
const BESIDE = /[\\/](?:watch|watchlog|movements)[\\/]web[\\/]parts\.ts$|[\\/](?:TipStrip|TracksSide|ClocksPanel|CallsPanel|MapTools|TracksLayer|EvacLayer|OverlayLayer|WaitingStrip)\.tsx$/

/** Everything is bundled; the product fetches nothing from the internet. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), languagePlugin(), shellPlugin()],
  build: {
    outDir: path.join(import.meta.dirname, '..', 'dist', 'web'),
    emptyOutDir: true,
    target: 'es2024',
    sourcemap: false,
    // The map library is one large file of its own by nature.
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      // What the face offers of records and forms to pages loaded later, schemas nothing is checked with here and the
      // words that went into the files of the languages are not part of the first load.
      treeshake: { manualPureFunctions: ['Type'], moduleSideEffects: [{ test: /[\\/]node_modules[\\/]typebox[\\/]/, sideEffects: false }, { test: /[\\/]web[\\/]i18n[\\/][^\\/]*rows\.ts$|[\\/]i18n[\\/]texts-[a-z]+\.ts$/, sideEffects: false }, { test: /[\\/]web[\\/](?:record|form)[\\/][^\\/]+\.tsx?$/, sideEffects: false }] },
      output: {
        codeSplitting: {
          groups: [
            { name: 'maplibre', priority: 3, test: /node_modules[\\/](maplibre-gl|@maplibre|@mapbox|earcut|pbf|kdbush|potpack|bidi-js|gl-matrix)[\\/]/ },
            { name: 'react', priority: 3, test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            // One file instead of a hundred: each answer costs half a kB and packs worse alone.
            { name: 'first', tags: ['$initial'], priority: 2 },
            // What stands beside the first page, each a few kB of its own: in as few answers.
            { name: 'beside', test: BESIDE, priority: 1 },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  server: {
    host: '127.0.0.1',
    proxy: { '/api/live': { ...behind, ws: true }, '/api': behind, '/ogc': behind, '/problems': behind },
  },
})
