import type { Level } from './handling.ts'
import type { Text } from './i18n.ts'

/**
 * Roles shipped (field-guide 1.1). A role says what its holder may do; clearance and compartments are
 * granted to the person, an area limits where. `ADMIN` runs the node and reads no protected record by
 * virtue of that.
 */
export const ROLES = {
  'ADMIN': { level: 'U', text: { en: 'Administrator', fr: 'Administrateur', ar: 'مدير النظام' } },
  'HOM': { level: 'SC', text: { en: 'Head of mission and leadership', fr: 'Chef de mission et direction', ar: 'رئيس البعثة' } },
  'COS': { level: 'SC', text: { en: 'Chief of staff', fr: 'Chef de cabinet', ar: 'رئيس الأركان' } },
  'JOC-CH': { level: 'SC', text: { en: 'Chief, operations centre', fr: 'Chef du centre d’opérations', ar: 'رئيس مركز العمليات' } },
  'JOC-DO': { level: 'C', text: { en: 'Duty officer, operations centre', fr: 'Officier de permanence', ar: 'ضابط مناوب' } },
  'JOC-IM': { level: 'C', text: { en: 'Information manager', fr: 'Gestionnaire de l’information', ar: 'مسؤول المعلومات' } },
  'JMAC-A': { level: 'SC', text: { en: 'Analyst', fr: 'Analyste', ar: 'محلل' } },
  'FHQ': { level: 'C', text: { en: 'Force headquarters', fr: 'État-major de la Force', ar: 'قيادة القوة' } },
  'SHQ': { level: 'C', text: { en: 'Sector headquarters', fr: 'État-major de secteur', ar: 'قيادة القطاع' } },
  'TOC': { level: 'C', text: { en: 'Battalion operations cell', fr: 'Cellule opérations de bataillon', ar: 'خلية عمليات الكتيبة' } },
  'MILOB': { level: 'U', text: { en: 'Military observer', fr: 'Observateur militaire', ar: 'مراقب عسكري' } },
  'UNPOL': { level: 'C', text: { en: 'Police operations', fr: 'Opérations de police', ar: 'عمليات الشرطة' } },
  'SOC': { level: 'C', text: { en: 'Security operations centre', fr: 'Centre d’opérations de sécurité', ar: 'مركز العمليات الأمنية' } },
  'POC-ADV': { level: 'C', text: { en: 'Protection adviser', fr: 'Conseiller protection', ar: 'مستشار الحماية' } },
  'CAS': { level: 'C', text: { en: 'Civil affairs and liaison assistant', fr: 'Affaires civiles et assistant de liaison', ar: 'الشؤون المدنية' } },
  'HRD': { level: 'SC', text: { en: 'Human-rights officer', fr: 'Spécialiste des droits de l’homme', ar: 'مسؤول حقوق الإنسان' } },
  'CPA': { level: 'SC', text: { en: 'Child-protection adviser', fr: 'Conseiller protection de l’enfance', ar: 'مستشار حماية الطفل' } },
  'WPA': { level: 'SC', text: { en: 'Women-protection adviser', fr: 'Conseiller protection des femmes', ar: 'مستشار حماية المرأة' } },
  'UNMAS': { level: 'C', text: { en: 'Mine action', fr: 'Lutte antimines', ar: 'مكافحة الألغام' } },
  'CMO': { level: 'C', text: { en: 'Chief medical officer', fr: 'Médecin-chef', ar: 'كبير الأطباء' } },
  'CASEVAC-CC': { level: 'C', text: { en: 'Casualty-evacuation coordinator', fr: 'Coordonnateur des évacuations', ar: 'منسق الإخلاء' } },
  'MOVCON': { level: 'C', text: { en: 'Movement control', fr: 'Contrôle des mouvements', ar: 'مراقبة الحركة' } },
  'ENG': { level: 'U', text: { en: 'Camp engineer', fr: 'Ingénieur de camp', ar: 'مهندس المعسكر' } },
  'CDT': { level: 'SC', text: { en: 'Conduct and discipline', fr: 'Déontologie et discipline', ar: 'السلوك والانضباط' } },
  'STRATCOM': { level: 'U', text: { en: 'Strategic communication', fr: 'Communication stratégique', ar: 'الاتصال الاستراتيجي' } },
  'DPO': { level: 'C', text: { en: 'Data-protection and due-diligence officer', fr: 'Protection des données et diligence voulue', ar: 'حماية البيانات' } },
  'AUDIT': { level: 'C', text: { en: 'Auditor', fr: 'Auditeur', ar: 'مدقق' } },
  'HQ': { level: 'C', text: { en: 'Headquarters reader', fr: 'Lecteur du siège', ar: 'قارئ المقر' } },
  'MS-RO': { level: 'U', text: { en: 'Member State reader', fr: 'Lecteur d’un État membre', ar: 'قارئ دولة عضو' } },
  'HOST-LO': { level: 'U', text: { en: 'Host-state liaison', fr: 'Liaison de l’État hôte', ar: 'ضابط اتصال الدولة المضيفة' } },
  'PARTNER': { level: 'U', text: { en: 'Partner (country team, NGO)', fr: 'Partenaire (équipe de pays, ONG)', ar: 'شريك' } },
} as const satisfies Record<string, { level: Level; text: Text }>

export type RoleCode = keyof typeof ROLES
export const ROLE_CODES = Object.keys(ROLES) as RoleCode[]

/** Rooms where unapproved reports are seen at once: everyone inside the mission. */
export const OPERATIONS: readonly RoleCode[] = ['HOM', 'COS', 'JOC-CH', 'JOC-DO', 'JOC-IM', 'JMAC-A', 'FHQ', 'SHQ', 'TOC', 'MILOB', 'UNPOL', 'SOC', 'POC-ADV', 'CAS', 'HRD', 'CPA', 'WPA', 'UNMAS', 'CMO', 'CASEVAC-CC', 'MOVCON', 'ENG', 'CDT', 'STRATCOM', 'DPO', 'AUDIT']

/** Outside readers: approved records that are releasable to their organisation, nothing else. */
export const OUTSIDE: readonly RoleCode[] = ['HQ', 'MS-RO', 'HOST-LO', 'PARTNER']

/** Anyone who reports from the field or the floor. */
export const REPORTERS: readonly RoleCode[] = ['JOC-CH', 'JOC-DO', 'JOC-IM', 'JMAC-A', 'FHQ', 'SHQ', 'TOC', 'MILOB', 'UNPOL', 'SOC', 'POC-ADV', 'CAS', 'HRD', 'CPA', 'WPA', 'UNMAS', 'CMO', 'CASEVAC-CC', 'MOVCON', 'ENG', 'STRATCOM']

/** Those who approve records of level U and C. */
export const APPROVERS: readonly RoleCode[] = ['JOC-CH', 'JOC-DO', 'JMAC-A', 'SHQ', 'FHQ']
