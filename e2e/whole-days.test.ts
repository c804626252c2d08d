// Of the whole run: days without a link, thin links, the past, a medic's day.
import './journeys/offline.ts'
import './journeys/thin.ts'
import './journeys/past.ts'
import './journeys/medic.ts'
