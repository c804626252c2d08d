// Of the whole run: on the sample mission, every screen in the other themes, in Arabic and with text spaced, and the room in other faces.
import './journeys/faces.ts'
import './journeys/keyboard.ts'
import './journeys/accessible-themes.ts'
