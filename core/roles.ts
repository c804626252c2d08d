import type { Level } from './handling.ts'
import type { Text } from './i18n.ts'

/**
 * Roles shipped (field-guide 1.1). A role says what its holder may do; clearance and compartments are
 * granted to the person, an area limits where. `ADMIN` runs the node and reads no protected record by
 * virtue of that.
 */
export const ROLES = {
  'ADMIN': { level: 'U', text: { en: 'Administrator', fr: 'Administrateur', es: 'Administrador', ar: 'مدير النظام' } },
  'HOM': { level: 'SC', text: { en: 'Head of mission and leadership', fr: 'Chef de mission et direction', es: 'Jefatura de la misión', ar: 'رئيس البعثة' } },
  'COS': { level: 'SC', text: { en: 'Chief of staff', fr: 'Chef de cabinet', es: 'Jefe de gabinete', ar: 'رئيس الأركان' } },
  'JOC-CH': { level: 'SC', text: { en: 'Chief, operations centre', fr: 'Chef du centre d’opérations', es: 'Jefe del centro de operaciones', ar: 'رئيس مركز العمليات' } },
  'JOC-DO': { level: 'C', text: { en: 'Duty officer, operations centre', fr: 'Officier de permanence', es: 'Oficial de guardia del centro de operaciones', ar: 'ضابط مناوب' } },
  'JOC-IM': { level: 'C', text: { en: 'Information manager', fr: 'Gestionnaire de l’information', es: 'Gestor de la información', ar: 'مسؤول المعلومات' } },
  'JMAC-A': { level: 'SC', text: { en: 'Analyst', fr: 'Analyste', es: 'Analista', ar: 'محلل' } },
  'FHQ': { level: 'C', text: { en: 'Force headquarters', fr: 'État-major de la Force', es: 'Cuartel general de la Fuerza', ar: 'قيادة القوة' } },
  'SHQ': { level: 'C', text: { en: 'Sector headquarters', fr: 'État-major de secteur', es: 'Cuartel general de sector', ar: 'قيادة القطاع' } },
  'TOC': { level: 'C', text: { en: 'Battalion operations cell', fr: 'Cellule opérations de bataillon', es: 'Célula de operaciones de batallón', ar: 'خلية عمليات الكتيبة' } },
  'MILOB': { level: 'U', text: { en: 'Military observer', fr: 'Observateur militaire', es: 'Observador militar', ar: 'مراقب عسكري' } },
  'UNPOL': { level: 'C', text: { en: 'Police operations', fr: 'Opérations de police', es: 'Operaciones de policía', ar: 'عمليات الشرطة' } },
  'SOC': { level: 'C', text: { en: 'Security operations centre', fr: 'Centre d’opérations de sécurité', es: 'Centro de operaciones de seguridad', ar: 'مركز العمليات الأمنية' } },
  'POC-ADV': { level: 'C', text: { en: 'Protection adviser', fr: 'Conseiller protection', es: 'Asesor de protección', ar: 'مستشار الحماية' } },
  'CAS': { level: 'C', text: { en: 'Civil affairs and liaison assistant', fr: 'Affaires civiles et assistant de liaison', es: 'Asuntos civiles y enlace comunitario', ar: 'الشؤون المدنية' } },
  'HRD': { level: 'SC', text: { en: 'Human-rights officer', fr: 'Spécialiste des droits de l’homme', es: 'Oficial de derechos humanos', ar: 'مسؤول حقوق الإنسان' } },
  'CPA': { level: 'SC', text: { en: 'Child-protection adviser', fr: 'Conseiller protection de l’enfance', es: 'Asesor de protección de la infancia', ar: 'مستشار حماية الطفل' } },
  'WPA': { level: 'SC', text: { en: 'Women-protection adviser', fr: 'Conseiller protection des femmes', es: 'Asesor de protección de la mujer', ar: 'مستشار حماية المرأة' } },
  'UNMAS': { level: 'C', text: { en: 'Mine action', fr: 'Lutte antimines', es: 'Acción contra las minas', ar: 'مكافحة الألغام' } },
  'CMO': { level: 'C', text: { en: 'Chief medical officer', fr: 'Médecin-chef', es: 'Jefe médico', ar: 'كبير الأطباء' } },
  'CHRO': { level: 'C', text: { en: 'Chief of personnel', fr: 'Chef du personnel', es: 'Jefe de personal', ar: 'رئيس شؤون الأفراد' } },
  'CASEVAC-CC': { level: 'C', text: { en: 'Casualty-evacuation coordinator', fr: 'Coordonnateur des évacuations', es: 'Coordinador de evacuación de bajas', ar: 'منسق الإخلاء' } },
  'MOVCON': { level: 'C', text: { en: 'Movement control', fr: 'Contrôle des mouvements', es: 'Control de movimientos', ar: 'مراقبة الحركة' } },
  'ENG': { level: 'U', text: { en: 'Camp engineer', fr: 'Ingénieur de camp', es: 'Ingeniero de campamento', ar: 'مهندس المعسكر' } },
  'CDT': { level: 'SC', text: { en: 'Conduct and discipline', fr: 'Déontologie et discipline', es: 'Conducta y disciplina', ar: 'السلوك والانضباط' } },
  'STRATCOM': { level: 'U', text: { en: 'Strategic communication', fr: 'Communication stratégique', es: 'Comunicación estratégica', ar: 'الاتصال الاستراتيجي' } },
  'DPO': { level: 'C', text: { en: 'Data-protection and due-diligence officer', fr: 'Protection des données et diligence voulue', es: 'Protección de datos y diligencia debida', ar: 'حماية البيانات' } },
  'AUDIT': { level: 'C', text: { en: 'Auditor', fr: 'Auditeur', es: 'Auditor', ar: 'مدقق' } },
  'HQ': { level: 'C', text: { en: 'Headquarters reader', fr: 'Lecteur du siège', es: 'Lector de la Sede', ar: 'قارئ المقر' } },
  'MS-RO': { level: 'U', text: { en: 'Member State reader', fr: 'Lecteur d’un État membre', es: 'Lector de un Estado Miembro', ar: 'قارئ دولة عضو' } },
  'HOST-LO': { level: 'U', text: { en: 'Host-state liaison', fr: 'Liaison de l’État hôte', es: 'Enlace del Estado anfitrión', ar: 'ضابط اتصال الدولة المضيفة' } },
  'PARTNER': { level: 'U', text: { en: 'Partner (country team, NGO)', fr: 'Partenaire (équipe de pays, ONG)', es: 'Socio (equipo en el país, ONG)', ar: 'شريك' } },
} as const satisfies Record<string, { level: Level; text: Text }>

export type RoleCode = keyof typeof ROLES
export const ROLE_CODES = Object.keys(ROLES) as RoleCode[]

/** Rooms where unapproved reports are seen at once: everyone inside the mission. */
export const OPERATIONS: readonly RoleCode[] = ['HOM', 'COS', 'JOC-CH', 'JOC-DO', 'JOC-IM', 'JMAC-A', 'FHQ', 'SHQ', 'TOC', 'MILOB', 'UNPOL', 'SOC', 'POC-ADV', 'CAS', 'HRD', 'CPA', 'WPA', 'UNMAS', 'CMO', 'CASEVAC-CC', 'MOVCON', 'ENG', 'CDT', 'STRATCOM', 'DPO', 'AUDIT']

/** Outside readers: approved records that are releasable to their organisation, nothing else. */
export const OUTSIDE: readonly RoleCode[] = ['HQ', 'MS-RO', 'HOST-LO', 'PARTNER']

/** Anyone who reports from the field or the floor. */
export const REPORTERS: readonly RoleCode[] = ['JOC-CH', 'JOC-DO', 'JOC-IM', 'JMAC-A', 'FHQ', 'SHQ', 'TOC', 'MILOB', 'UNPOL', 'SOC', 'POC-ADV', 'CAS', 'HRD', 'CPA', 'WPA', 'UNMAS', 'CMO', 'CASEVAC-CC', 'MOVCON', 'ENG', 'STRATCOM']

/** Those who see by name who read and exported what; everybody else sees how many did. */
export const AUDITORS: readonly RoleCode[] = ['AUDIT', 'DPO', 'COS', 'JOC-CH']

/** Those who approve records of level U and C. */
export const APPROVERS: readonly RoleCode[] = ['JOC-CH', 'JOC-DO', 'JMAC-A', 'SHQ', 'FHQ']
