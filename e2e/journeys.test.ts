// One process for these journeys: one Chromium and one node with a small mission. VIGIE_CHROMIUM names another
// Chromium. Pictures of failures: vigie-e2e-failures in the folder for temporary files.
// `npm test` runs the files journeys*; those named whole* are left to `npm test -- --whole` (tools/left-out.ts).
import './journeys/first-page.ts'
import './journeys/watchkeeper.ts'
import './journeys/quick-log.ts'
import './journeys/records.ts'
import './journeys/import.ts'
import './journeys/map.ts'
import './journeys/admin.ts'
