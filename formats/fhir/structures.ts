/**
 * Elements of HL7 FHIR R4 (4.0.1) as `min..max type`, with the required value set after `!`. `[x]` is a choice of types,
 * separated by `|`. Only the resources a mission exchanges on casualties and health are here; types that none of them needs in
 * detail are `Element`, of which only the shape is checked.
 */
export type Structure = { readonly [element: string]: string }

const OPEN = 'boolean|integer|decimal|string|uri|dateTime|date|time|code|Coding|CodeableConcept|Quantity|Reference|Period|Identifier|instant|id|markdown|base64Binary|canonical|url|oid|unsignedInt|positiveInt|uuid|Address|Age|Annotation|Attachment|ContactPoint|Count|Distance|Duration|HumanName|Money|Range|Ratio|SampledData|Signature|Timing|Meta|Dosage'
const REFERENCE = '0..1 Reference'
const MANY_REFERENCES = '0..* Reference'
const CONCEPT = '0..1 CodeableConcept'
const CONCEPTS = '0..* CodeableConcept'

/** What every resource of the domain may carry. */
const DOMAIN: Structure = { id: '0..1 id', meta: '0..1 Meta', implicitRules: '0..1 uri', language: '0..1 code', text: '0..1 Narrative', contained: '0..* Resource', extension: '0..* Extension', modifierExtension: '0..* Extension' }
const ELEMENT: Structure = { id: '0..1 string', extension: '0..* Extension' }
const BACKBONE: Structure = { ...ELEMENT, modifierExtension: '0..* Extension' }
const QUANTITY: Structure = { ...ELEMENT, value: '0..1 decimal', comparator: '0..1 code!quantity-comparator', unit: '0..1 string', system: '0..1 uri', code: '0..1 code' }

export const TYPES: { readonly [type: string]: Structure } = {
  'Extension': { ...ELEMENT, 'url': '1..1 uri', 'value[x]': `0..1 ${OPEN}` },
  'Meta': { ...ELEMENT, versionId: '0..1 id', lastUpdated: '0..1 instant', source: '0..1 uri', profile: '0..* canonical', security: '0..* Coding', tag: '0..* Coding' },
  'Narrative': { ...ELEMENT, status: '1..1 code!narrative-status', div: '1..1 string' },
  'Identifier': { ...ELEMENT, use: '0..1 code!identifier-use', type: CONCEPT, system: '0..1 uri', value: '0..1 string', period: '0..1 Period', assigner: REFERENCE },
  'Coding': { ...ELEMENT, system: '0..1 uri', version: '0..1 string', code: '0..1 code', display: '0..1 string', userSelected: '0..1 boolean' },
  'CodeableConcept': { ...ELEMENT, coding: '0..* Coding', text: '0..1 string' },
  'Reference': { ...ELEMENT, reference: '0..1 string', type: '0..1 uri', identifier: '0..1 Identifier', display: '0..1 string' },
  'Period': { ...ELEMENT, start: '0..1 dateTime', end: '0..1 dateTime' },
  'Quantity': QUANTITY, 'Age': QUANTITY, 'Count': QUANTITY, 'Distance': QUANTITY, 'Duration': QUANTITY,
  'Range': { ...ELEMENT, low: '0..1 Quantity', high: '0..1 Quantity' },
  'Ratio': { ...ELEMENT, numerator: '0..1 Quantity', denominator: '0..1 Quantity' },
  'HumanName': { ...ELEMENT, use: '0..1 code!name-use', text: '0..1 string', family: '0..1 string', given: '0..* string', prefix: '0..* string', suffix: '0..* string', period: '0..1 Period' },
  'ContactPoint': { ...ELEMENT, system: '0..1 code!contact-point-system', value: '0..1 string', use: '0..1 code!contact-point-use', rank: '0..1 positiveInt', period: '0..1 Period' },
  'Address': { ...ELEMENT, use: '0..1 code!address-use', type: '0..1 code!address-type', text: '0..1 string', line: '0..* string', city: '0..1 string', district: '0..1 string', state: '0..1 string', postalCode: '0..1 string', country: '0..1 string', period: '0..1 Period' },
  'Annotation': { ...ELEMENT, 'author[x]': '0..1 Reference|string', 'time': '0..1 dateTime', 'text': '1..1 markdown' },
  'Attachment': { ...ELEMENT, contentType: '0..1 code', language: '0..1 code', data: '0..1 base64Binary', url: '0..1 url', size: '0..1 unsignedInt', hash: '0..1 base64Binary', title: '0..1 string', creation: '0..1 dateTime' },

  'Bundle': { 'id': '0..1 id', 'meta': '0..1 Meta', 'implicitRules': '0..1 uri', 'language': '0..1 code', 'identifier': '0..1 Identifier', 'type': '1..1 code!bundle-type', 'timestamp': '0..1 instant', 'total': '0..1 unsignedInt', 'link': '0..* Bundle.link', 'entry': '0..* Bundle.entry', 'signature': '0..1 Element' },
  'Bundle.link': { ...BACKBONE, relation: '1..1 string', url: '1..1 uri' },
  'Bundle.entry': { ...BACKBONE, link: '0..* Bundle.link', fullUrl: '0..1 uri', resource: '0..1 Resource', search: '0..1 Bundle.entry.search', request: '0..1 Bundle.entry.request', response: '0..1 Element' },
  'Bundle.entry.search': { ...BACKBONE, mode: '0..1 code!search-entry-mode', score: '0..1 decimal' },
  'Bundle.entry.request': { ...BACKBONE, method: '1..1 code!http-verb', url: '1..1 uri', ifNoneMatch: '0..1 string', ifModifiedSince: '0..1 instant', ifMatch: '0..1 string', ifNoneExist: '0..1 string' },

  'Patient': { ...DOMAIN, 'identifier': '0..* Identifier', 'active': '0..1 boolean', 'name': '0..* HumanName', 'telecom': '0..* ContactPoint', 'gender': '0..1 code!administrative-gender', 'birthDate': '0..1 date', 'deceased[x]': '0..1 boolean|dateTime', 'address': '0..* Address', 'maritalStatus': CONCEPT, 'multipleBirth[x]': '0..1 boolean|integer', 'photo': '0..* Attachment', 'contact': '0..* Patient.contact', 'communication': '0..* Patient.communication', 'generalPractitioner': MANY_REFERENCES, 'managingOrganization': REFERENCE, 'link': '0..* Patient.link' },
  'Patient.contact': { ...BACKBONE, relationship: CONCEPTS, name: '0..1 HumanName', telecom: '0..* ContactPoint', address: '0..1 Address', gender: '0..1 code!administrative-gender', organization: REFERENCE, period: '0..1 Period' },
  'Patient.communication': { ...BACKBONE, language: '1..1 CodeableConcept', preferred: '0..1 boolean' },
  'Patient.link': { ...BACKBONE, other: '1..1 Reference', type: '1..1 code!link-type' },

  'Encounter': { ...DOMAIN, identifier: '0..* Identifier', status: '1..1 code!encounter-status', statusHistory: '0..* Encounter.statusHistory', class: '1..1 Coding', classHistory: '0..* Encounter.classHistory', type: CONCEPTS, serviceType: CONCEPT, priority: CONCEPT, subject: REFERENCE, episodeOfCare: MANY_REFERENCES, basedOn: MANY_REFERENCES, participant: '0..* Encounter.participant', appointment: MANY_REFERENCES, period: '0..1 Period', length: '0..1 Duration', reasonCode: CONCEPTS, reasonReference: MANY_REFERENCES, diagnosis: '0..* Encounter.diagnosis', account: MANY_REFERENCES, hospitalization: '0..1 Encounter.hospitalization', location: '0..* Encounter.location', serviceProvider: REFERENCE, partOf: REFERENCE },
  'Encounter.statusHistory': { ...BACKBONE, status: '1..1 code!encounter-status', period: '1..1 Period' },
  'Encounter.classHistory': { ...BACKBONE, class: '1..1 Coding', period: '1..1 Period' },
  'Encounter.participant': { ...BACKBONE, type: CONCEPTS, period: '0..1 Period', individual: REFERENCE },
  'Encounter.diagnosis': { ...BACKBONE, condition: '1..1 Reference', use: CONCEPT, rank: '0..1 positiveInt' },
  'Encounter.hospitalization': { ...BACKBONE, preAdmissionIdentifier: '0..1 Identifier', origin: REFERENCE, admitSource: CONCEPT, reAdmission: CONCEPT, dietPreference: CONCEPTS, specialCourtesy: CONCEPTS, specialArrangement: CONCEPTS, destination: REFERENCE, dischargeDisposition: CONCEPT },
  'Encounter.location': { ...BACKBONE, location: '1..1 Reference', status: '0..1 code!encounter-location-status', physicalType: CONCEPT, period: '0..1 Period' },

  'ServiceRequest': { ...DOMAIN, 'identifier': '0..* Identifier', 'instantiatesCanonical': '0..* canonical', 'instantiatesUri': '0..* uri', 'basedOn': MANY_REFERENCES, 'replaces': MANY_REFERENCES, 'requisition': '0..1 Identifier', 'status': '1..1 code!request-status', 'intent': '1..1 code!request-intent', 'category': CONCEPTS, 'priority': '0..1 code!request-priority', 'doNotPerform': '0..1 boolean', 'code': CONCEPT, 'orderDetail': CONCEPTS, 'quantity[x]': '0..1 Quantity|Ratio|Range', 'subject': '1..1 Reference', 'encounter': REFERENCE, 'occurrence[x]': '0..1 dateTime|Period|Timing', 'asNeeded[x]': '0..1 boolean|CodeableConcept', 'authoredOn': '0..1 dateTime', 'requester': REFERENCE, 'performerType': CONCEPT, 'performer': MANY_REFERENCES, 'locationCode': CONCEPTS, 'locationReference': MANY_REFERENCES, 'reasonCode': CONCEPTS, 'reasonReference': MANY_REFERENCES, 'insurance': MANY_REFERENCES, 'supportingInfo': MANY_REFERENCES, 'specimen': MANY_REFERENCES, 'bodySite': CONCEPTS, 'note': '0..* Annotation', 'patientInstruction': '0..1 string', 'relevantHistory': MANY_REFERENCES },

  'Observation': { ...DOMAIN, 'identifier': '0..* Identifier', 'basedOn': MANY_REFERENCES, 'partOf': MANY_REFERENCES, 'status': '1..1 code!observation-status', 'category': CONCEPTS, 'code': '1..1 CodeableConcept', 'subject': REFERENCE, 'focus': MANY_REFERENCES, 'encounter': REFERENCE, 'effective[x]': '0..1 dateTime|Period|Timing|instant', 'issued': '0..1 instant', 'performer': MANY_REFERENCES, 'value[x]': '0..1 Quantity|CodeableConcept|string|boolean|integer|Range|Ratio|SampledData|time|dateTime|Period', 'dataAbsentReason': CONCEPT, 'interpretation': CONCEPTS, 'note': '0..* Annotation', 'bodySite': CONCEPT, 'method': CONCEPT, 'specimen': REFERENCE, 'device': REFERENCE, 'referenceRange': '0..* Observation.referenceRange', 'hasMember': MANY_REFERENCES, 'derivedFrom': MANY_REFERENCES, 'component': '0..* Observation.component' },
  'Observation.referenceRange': { ...BACKBONE, low: '0..1 Quantity', high: '0..1 Quantity', type: CONCEPT, appliesTo: CONCEPTS, age: '0..1 Range', text: '0..1 string' },
  'Observation.component': { ...BACKBONE, 'code': '1..1 CodeableConcept', 'value[x]': '0..1 Quantity|CodeableConcept|string|boolean|integer|Range|Ratio|SampledData|time|dateTime|Period', 'dataAbsentReason': CONCEPT, 'interpretation': CONCEPTS, 'referenceRange': '0..* Observation.referenceRange' },

  'Location': { ...DOMAIN, identifier: '0..* Identifier', status: '0..1 code!location-status', operationalStatus: '0..1 Coding', name: '0..1 string', alias: '0..* string', description: '0..1 string', mode: '0..1 code!location-mode', type: CONCEPTS, telecom: '0..* ContactPoint', address: '0..1 Address', physicalType: CONCEPT, position: '0..1 Location.position', managingOrganization: REFERENCE, partOf: REFERENCE, hoursOfOperation: '0..* Location.hoursOfOperation', availabilityExceptions: '0..1 string', endpoint: MANY_REFERENCES },
  'Location.position': { ...BACKBONE, longitude: '1..1 decimal', latitude: '1..1 decimal', altitude: '0..1 decimal' },
  'Location.hoursOfOperation': { ...BACKBONE, daysOfWeek: '0..* code!days-of-week', allDay: '0..1 boolean', openingTime: '0..1 time', closingTime: '0..1 time' },

  'Task': { ...DOMAIN, identifier: '0..* Identifier', instantiatesCanonical: '0..1 canonical', instantiatesUri: '0..1 uri', basedOn: MANY_REFERENCES, groupIdentifier: '0..1 Identifier', partOf: MANY_REFERENCES, status: '1..1 code!task-status', statusReason: CONCEPT, businessStatus: CONCEPT, intent: '1..1 code!task-intent', priority: '0..1 code!request-priority', code: CONCEPT, description: '0..1 string', focus: REFERENCE, for: REFERENCE, encounter: REFERENCE, executionPeriod: '0..1 Period', authoredOn: '0..1 dateTime', lastModified: '0..1 dateTime', requester: REFERENCE, performerType: CONCEPTS, owner: REFERENCE, location: REFERENCE, reasonCode: CONCEPT, reasonReference: REFERENCE, insurance: MANY_REFERENCES, note: '0..* Annotation', relevantHistory: MANY_REFERENCES, restriction: '0..1 Task.restriction', input: '0..* Task.parameter', output: '0..* Task.parameter' },
  'Task.restriction': { ...BACKBONE, repetitions: '0..1 positiveInt', period: '0..1 Period', recipient: MANY_REFERENCES },
  'Task.parameter': { ...BACKBONE, 'type': '1..1 CodeableConcept', 'value[x]': `1..1 ${OPEN}` },

  'QuestionnaireResponse': { ...DOMAIN, identifier: '0..1 Identifier', basedOn: MANY_REFERENCES, partOf: MANY_REFERENCES, questionnaire: '0..1 canonical', status: '1..1 code!questionnaire-answers-status', subject: REFERENCE, encounter: REFERENCE, authored: '0..1 dateTime', author: REFERENCE, source: REFERENCE, item: '0..* QuestionnaireResponse.item' },
  'QuestionnaireResponse.item': { ...BACKBONE, linkId: '1..1 string', definition: '0..1 uri', text: '0..1 string', answer: '0..* QuestionnaireResponse.item.answer', item: '0..* QuestionnaireResponse.item' },
  'QuestionnaireResponse.item.answer': { ...BACKBONE, 'value[x]': '0..1 boolean|decimal|integer|date|dateTime|time|string|uri|Attachment|Coding|Quantity|Reference', 'item': '0..* QuestionnaireResponse.item' },

  'MeasureReport': { ...DOMAIN, identifier: '0..* Identifier', status: '1..1 code!measure-report-status', type: '1..1 code!measure-report-type', measure: '1..1 canonical', subject: REFERENCE, date: '0..1 dateTime', reporter: REFERENCE, period: '1..1 Period', improvementNotation: CONCEPT, group: '0..* MeasureReport.group', evaluatedResource: MANY_REFERENCES },
  'MeasureReport.group': { ...BACKBONE, code: CONCEPT, population: '0..* MeasureReport.population', measureScore: '0..1 Quantity', stratifier: '0..* MeasureReport.stratifier' },
  'MeasureReport.population': { ...BACKBONE, code: CONCEPT, count: '0..1 integer', subjectResults: REFERENCE },
  'MeasureReport.stratifier': { ...BACKBONE, code: CONCEPTS, stratum: '0..* MeasureReport.stratum' },
  'MeasureReport.stratum': { ...BACKBONE, value: CONCEPT, component: '0..* MeasureReport.component', population: '0..* MeasureReport.population', measureScore: '0..1 Quantity' },
  'MeasureReport.component': { ...BACKBONE, code: '1..1 CodeableConcept', value: '1..1 CodeableConcept' },

  'DetectedIssue': { ...DOMAIN, 'identifier': '0..* Identifier', 'status': '1..1 code!observation-status', 'code': CONCEPT, 'severity': '0..1 code!detectedissue-severity', 'patient': REFERENCE, 'identified[x]': '0..1 dateTime|Period', 'author': REFERENCE, 'implicated': MANY_REFERENCES, 'evidence': '0..* DetectedIssue.evidence', 'detail': '0..1 string', 'reference': '0..1 uri', 'mitigation': '0..* DetectedIssue.mitigation' },
  'DetectedIssue.evidence': { ...BACKBONE, code: CONCEPTS, detail: MANY_REFERENCES },
  'DetectedIssue.mitigation': { ...BACKBONE, action: '1..1 CodeableConcept', date: '0..1 dateTime', author: REFERENCE },
}

/** Resources this edition knows. */
export const RESOURCES: readonly string[] = ['Bundle', 'Patient', 'Encounter', 'ServiceRequest', 'Observation', 'Location', 'Task', 'QuestionnaireResponse', 'MeasureReport', 'DetectedIssue']
