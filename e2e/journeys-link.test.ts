// Journeys with a bad link or none, and of a long watch, in a process of their own beside the others.
import './journeys/duty.ts'
import './journeys/link.ts'
import './journeys/offline.ts'
import './journeys/thin.ts'
import './journeys/past.ts'
import './journeys/medic.ts'
