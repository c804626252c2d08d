/**
 * What the node says in English alone, and why: doors that only programs read. The rule stands in docs/interfaces/lists.md; a
 * sentence in any other file needs a row (complete.test.ts). A folder ends with a slash.
 */
export const ENGLISH_ONLY: readonly { why: string; files: readonly string[] }[] = [
  {
    why: 'decoders of what devices and services send: their words stand beside the bytes they could not read, for whoever mends the device',
    files: [
      'formats/ais/', 'formats/cot/', 'formats/mavlink/', 'formats/nmea/', 'formats/trackers/', 'formats/adsb-json.ts', 'formats/sbs1.ts', 'formats/squawk.ts', 'formats/meshtastic.ts', 'formats/owntracks.ts',
      'formats/json-positions.ts', 'formats/sensor-plots.ts', 'formats/frame-reader.ts', 'formats/line-reader.ts', 'formats/decoded.ts',
    ],
  },
  {
    why: 'doors of TAK clients: only their programs read the answer',
    files: [
      'domains/tracks/server/tak/', 'domains/tracks/server/tak-admin/marti-routes.ts', 'domains/tracks/server/tak-admin/enrol-routes.ts', 'domains/tracks/server/tak-admin/request.ts',
      'domains/tracks/server/tak-admin/web-server.ts', 'domains/tracks/server/tak-admin/mission-kml.ts', 'domains/tracks/server/tak-admin/packages.ts', 'domains/tracks/server/videos/routes.ts',
      'domains/tracks/server/videos/said.ts', 'domains/tracks/server/videos/heard.ts', 'domains/casualties/server/tak.ts',
    ],
  },
  {
    why: 'doors of other programs: CAP, FHIR, OGC API, pushed positions, frames of the live connection',
    files: [
      'formats/cap.ts', 'formats/cap-xml.ts', 'formats/fhir/', 'domains/casualties/shared/fhir/', 'domains/casualties/server/fhir/', 'server/ogc/', 'server/feeds/push.ts', 'server/auth/programs.ts', 'server/http/idempotency.ts', 'server/live/',
    ],
  },
  {
    why: 'the command line and the start of a node: forms for the radio, checks, restoring and moving of stores',
    files: [
      'formats/nineline.ts', 'formats/radio-forms.ts', 'server/store/verify.ts', 'server/store/restore.ts', 'server/store/backup.ts', 'server/store/migrations.ts', 'server/store/migrate-to.ts', 'server/store/open.ts',
      'server/store/keys.ts', 'server/store/reindex.ts', 'server/store/sqlite-db.ts', 'server/store/postgres-db.ts', 'server/store/postgres-claim.ts', 'server/store/line-files.ts',
      'server/store/line-files-worker.ts', 'server/store/tile-files.ts', 'server/store/tile-files-worker.ts', 'server/store/tile-tables.ts', 'server/positions/',
    ],
  },
  {
    why: 'words that are read or written, not said: synonyms of headings, lexicons, vocabularies of data sets, statements of SQL, parts of files',
    files: [
      'domains/casualties/shared/injury-text.ts', 'domains/incidents/shared/import-insecurity.ts', 'domains/incidents/shared/import-generic.ts', 'domains/incidents/shared/quicklog.ts',
      'domains/incidents/shared/quicklog-lexicon.ts', 'domains/incidents/shared/quicklog-words.ts', 'domains/incidents/shared/quicklog-time.ts', 'domains/incidents/shared/taxonomy-data.ts', 'core/place-phrase.ts',
      'formats/xlsx-write.ts', 'server/store/dialect.ts', 'server/store/facts.ts', 'server/store/tables.ts', 'server/store/transfer.ts', 'server/store/upsert.ts',
    ],
  },
]

/** Literals of other files that nobody is told: keys of hashes, names of data, headings of exported files, texts of the API. By file. */
export const NOT_SAID: { readonly [file: string]: readonly string[] } = {
  'domains/casualties/server/fatalities/routes.ts': ['Military Observer', 'types of incident', 'kinds of personnel', 'types of casualty'],
  'domains/casualties/server/notification/routes.ts': ['kin X1', 'release X1', 'fatality of a notification'],
  'domains/casualties/shared/care-actions.ts': ['X1: X2 (stands: X3)', 'X1 X2 (stands: X3)'],
  'domains/casualties/shared/fatalities/fatality.ts': ['Malicious Act', 'Military Observer', 'International Civilian'],
  'domains/casualties/shared/handover-pass.ts': ['hand-over pass'],
  'domains/casualties/shared/notification/vocabulary.ts': ['Malicious Act', 'Military Observer', 'International Civilian'],
  'domains/incidents/server/importer.ts': ['Any table'],
  'domains/incidents/shared/import-acled.ts': ['political militia', 'violence against civilians', 'ACLED-style table'],
  'domains/incidents/shared/import-actors.ts': ['Formally organised group', 'Informally organised group of supporters', 'Informally organised group by shared identity', 'Split from X1.', 'Joined X1.', 'In alliance: X1.'],
  'domains/incidents/shared/import-row.ts': ['no information'],
  'domains/incidents/shared/import-ucdp.ts': ['Where: X1.', 'Place: X1.', 'Conflict: X1.', 'Sources: X1', 'Organised violence: X1', 'place not named'],
  'domains/mission/server/areas.ts': ['restamp X1'],
  'domains/tracks/server/live/heads-file.ts': ['{"vigie":"last known positions","form":1}'],
  'domains/tracks/server/past/formats.ts': [', one position in X1 s', 'severity X1'],
  'domains/tracks/server/roads/routes.ts': ['SQLite format 3'],
  'domains/tracks/server/tak-admin/onboarding.ts': ['Vigie X1', 'Cache credentials'],
  'domains/tracks/shared/message.ts': ['All Chat Rooms'],
  'domains/tracks/shared/roads/speeds.ts': ['Speeds on roads'],
  'domains/watch/server/channels/sms.ts': ['Basic X1', 'Bearer X1'],
  'domains/watch/server/delivery/recipients.ts': ['contact X1'],
  'server/auth/oidc.ts': ['openid profile email', 'no code', 'no message'],
  'server/config.ts': ['Single sign-on'],
  'server/feeds/run.ts': ['the node'],
  'server/feeds/transports/http-poll.ts': ['Basic X1', 'Bearer X1'],
  'server/http/audit-explorer.ts': ['device time'],
  'server/http/kml-link.ts': ['Vigie: X1', 'showing X1 of X2, worst first; zoom in for the others', 'X1 records', 'X1\nX2\nread X3'],
  'server/http/link-use.ts': ['link: X1'],
  'server/http/places.ts': ['Natural Earth (public domain); GeoNames (CC BY)'],
  'server/http/problems.ts': ['X1\n\nX2. HTTP status X3.\n\nThe answer\'s "detail" says what happened in this case and how to mend it; "fields" names the parts of the input it is about.\n'],
  'server/jobs/export-table.ts': ['Happened from', 'Happened to', 'Radius (m)', 'Withheld items'],
  'server/jobs/import-job.ts': ['vigie: what to do'],
  'server/jobs/load-sample.ts': ['Sample mission'],
  'server/jobs/runner.ts': ['a file of an ended job could not be removed'],
  'server/maps/network-fetch.ts': ['Vigie (self-hosted map)'],
  'server/products/build.ts': ['Readers of a product'],
}

/** Literals that are a part of a sentence: the sentences the node makes with them, which are said whole. */
export const PUT_TOGETHER: { readonly [literal: string]: readonly string[] } = {
  'two X1: one letter must be N or S, the other E or W': ['two latitudes: one letter must be N or S, the other E or W', 'two longitudes: one letter must be N or S, the other E or W'],
  'latitude X1 must be within ±90 and longitude X2 within ±180X3': ['latitude X1 must be within ±90 and longitude X2 within ±180', 'latitude X1 must be within ±90 and longitude X2 within ±180 (latitude comes first: are they swapped?)'],
  ' (latitude comes first: are they swapped?)': [],
  'your account may not report video sources hereX1': ['your account may not report video sources here', 'your account may not report video sources here: outside the area'],
  'another process runs the feedsX1': ['another process runs the feeds', 'another process runs the feeds (X1)'],
  'a broker of its ownX1 on port X2, topics X3': ['a broker of its own on port X1, topics X2', 'a broker of its own over TLS on port X1, topics X2'],
  ' over TLS': [],
  'The workbook has no sheet X1. It has: X2': ['The workbook has no sheet at all', 'The workbook has no sheet named "X1"', 'It has: X1'],
  'at all': [],
  'named "X1"': [],
  'is not X1': ['is not string', 'is not number', 'is not integer', 'is not boolean', 'is not array', 'is not object'],
  'must be X1': ['must be string', 'must be number', 'must be integer', 'must be boolean', 'must be array', 'must be object', 'must be another type'],
  'file: there is no point in itX1': ['file: there is no point in it', 'file: there is no point in it, only X1 lines or areas, which belong on the map as an overlay'],
  ', only X1 lines or areas, which belong on the map as an overlay': [],
  'X1 answers X2X3': ['X1 answers 404', 'X1 answers 301 (it sends elsewhere; write the address it sends to)'],
  ' (it sends elsewhere; write the address it sends to)': [],
  'cursor: X1. X2': ['cursor: cannot be read. Ask for the first page again, without cursor'],
  'its file X1 (X2, files/X3/X4) is X5': ['its file X1 (X2, files/X3/X4) is missing', 'its file X1 (X2, files/X3/X4) is not as it was written'],
  'not as it was written': [],
}
