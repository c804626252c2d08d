import path from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { shellPlugin } from './offline/shell-plugin.ts'

const api = process.env['VIGIE_API'] ?? 'http://127.0.0.1:7420'
const behind = { target: api, changeOrigin: false }

/** Everything is bundled; the product fetches nothing from the internet. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), shellPlugin()],
  build: {
    outDir: path.join(import.meta.dirname, '..', 'dist', 'web'),
    emptyOutDir: true,
    target: 'es2024',
    sourcemap: false,
    // The map library is one large file of its own by nature.
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      // What the face offers of records and forms to pages loaded later is not part of the first load.
      treeshake: { moduleSideEffects: [{ test: /[\\/]web[\\/](?:record|form)[\\/][^\\/]+\.tsx?$/, sideEffects: false }] },
      output: {
        codeSplitting: {
          groups: [
            { name: 'maplibre', test: /node_modules[\\/](maplibre-gl|@maplibre|@mapbox|earcut|pbf|kdbush|potpack|bidi-js|gl-matrix)[\\/]/ },
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
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
