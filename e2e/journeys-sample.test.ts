// Journeys on the sample mission, in a process of their own beside the others.
// VIGIE_E2E_SAMPLE=DIR takes a data folder it is loaded in already.
import './journeys/explore-begin.ts'
import './journeys/explore.ts'
import './journeys/accessible.ts'
