// Journeys with a bad link, in a process of their own beside the others.
import './journeys/duty.ts'
import './journeys/link.ts'
import './journeys/newer.ts'
