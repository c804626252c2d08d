/**
 * How an SMS gateway wants to be asked, as data: a new gateway is a new entry. The values put into fields are `to`, `from`, `text`,
 * `user`, `secret`, and `report`, the address delivery reports are to be sent to.
 */
export type Value = 'to' | 'from' | 'text' | 'user' | 'secret' | 'report'
export type Dialect = {
  label: string
  method: 'GET' | 'POST'
  /** Where the fields go. */
  fieldsIn: 'query' | 'form' | 'json'
  fields: { [field: string]: Value }
  /** Sent as they are. */
  fixed: { [field: string]: string }
  /** User and secret as HTTP Basic, the secret as Bearer, or among the fields. */
  auth: 'basic' | 'bearer' | 'fields'
  /** What an answer must say besides a status of 2xx, and where its id stands: group 1 of a match, or a member of JSON. */
  accepted?: string
  id?: { json: string } | { match: string }
  /** What a delivery report says: the field that holds the state, and which states are final. */
  report: { field: string; delivered: readonly string[]; failed: readonly string[]; reason?: string }
  /** Names of sender, text and number of a message that comes in. `quiet`: what is answered would go back to the phone, so nothing is. */
  inbound: { from: string; text: string; id: string; quiet?: true }
  /** What is added to the report's address for the gateway to fill in. */
  reportSuffix?: string
}

export const DIALECTS: { readonly [name: string]: Dialect } = {
  // REST form of Twilio and the many gateways that copied it: POST, Basic, answer in JSON with `sid`.
  'form-basic': {
    label: 'Form POST with Basic (Twilio and alike)', method: 'POST', fieldsIn: 'form', auth: 'basic',
    fields: { To: 'to', From: 'from', Body: 'text', StatusCallback: 'report' }, fixed: {},
    id: { json: 'sid' },
    report: { field: 'MessageStatus', delivered: ['delivered', 'read'], failed: ['failed', 'undelivered', 'canceled'], reason: 'ErrorCode' },
    inbound: { from: 'From', text: 'Body', id: 'MessageSid', quiet: true },
  },
  // Kannel's sendsms box: GET, answer in words with 202. `%d` is filled in by the gateway: 1 delivered, 2 not, 4 queued, 8 with the centre, 16 refused.
  'kannel': {
    label: 'GET sendsms (Kannel and alike)', method: 'GET', fieldsIn: 'query', auth: 'fields',
    fields: { 'username': 'user', 'password': 'secret', 'from': 'from', 'to': 'to', 'text': 'text', 'dlr-url': 'report' }, fixed: { 'coding': '2', 'charset': 'UTF-8', 'dlr-mask': '19' },
    accepted: '^(?:0:|3:|Sent|OK)', id: { match: 'ID:\\s*(\\S+)' },
    report: { field: 'state', delivered: ['1'], failed: ['2', '16'] },
    // The sms-service of smsbox names the fields in its `get-url`: ?from=%p&text=%a&id=%I as recommended here.
    inbound: { from: 'from', text: 'text', id: 'id', quiet: true },
    reportSuffix: '&state=%d',
  },
  // JSON with a bearer key, as newer gateways have it.
  'json-bearer': {
    label: 'JSON POST with Bearer', method: 'POST', fieldsIn: 'json', auth: 'bearer',
    fields: { to: 'to', from: 'from', text: 'text', callback: 'report' }, fixed: {},
    id: { json: 'id' },
    report: { field: 'status', delivered: ['delivered'], failed: ['failed', 'expired', 'rejected', 'undeliverable'], reason: 'reason' },
    inbound: { from: 'from', text: 'text', id: 'id' },
  },
}
