// Journeys of the lines of work, in a process of their own beside the others.
import './journeys/technology.ts'
import './journeys/alerts.ts'
import './journeys/movements.ts'
import './journeys/contact-to-flash.ts'
import './journeys/tracks.ts'
import './journeys/casevac.ts'
