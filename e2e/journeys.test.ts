// One process for all journeys: one Chromium, one node with a small mission, one with the sample mission.
// The sample mission loads while the journeys on the small one run; VIGIE_E2E_SAMPLE=DIR takes a data folder
// it is loaded in already. VIGIE_CHROMIUM names another Chromium. Pictures of failures: vigie-e2e-failures in
// the folder for temporary files.
import './journeys/explore-begin.ts'
import './journeys/first-page.ts'
import './journeys/watchkeeper.ts'
import './journeys/quick-log.ts'
import './journeys/records.ts'
import './journeys/record-page.ts'
import './journeys/lists.ts'
import './journeys/analyst.ts'
import './journeys/import.ts'
import './journeys/maps.ts'
import './journeys/technology.ts'
import './journeys/duty.ts'
import './journeys/link.ts'
import './journeys/offline.ts'
import './journeys/thin.ts'
import './journeys/explore.ts'
import './journeys/faces.ts'
import './journeys/keyboard.ts'
import './journeys/accessible.ts'
import './journeys/past.ts'
