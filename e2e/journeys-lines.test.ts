// Journeys of the lines of work, in a process of their own beside the others.
import './journeys/technology.ts'
import './journeys/alerts.ts'
import './journeys/alert-rules.ts'
import './journeys/watch-floor.ts'
import './journeys/movements.ts'
import './journeys/tracks.ts'
import './journeys/feeds.ts'
import './journeys/tak.ts'
