import type { Command } from '../command.ts'
import { capCommands } from './cap.ts'
import { casevacCommands } from './casevac.ts'
import { exportCommand } from './export.ts'
import { fhirCommands } from './fhir.ts'
import { importCommand } from './import.ts'
import { messageCommands } from './messages.ts'
import { nineLineCommands } from './nineline.ts'
import { productCommand } from './product.ts'
import { sampleCommand } from './sample.ts'
import { startCommand } from './start.ts'
import { tokenCommands } from './token.ts'
import { upkeepCommands } from './upkeep.ts'
import { userCommands } from './user.ts'
import { versionCommand } from './version.ts'

/** Every command, in the order help lists them. */
export const COMMANDS: readonly Command[] = [startCommand, ...userCommands, ...tokenCommands, importCommand, exportCommand, productCommand, ...messageCommands, ...capCommands, ...casevacCommands, ...nineLineCommands, ...fhirCommands, ...upkeepCommands, sampleCommand, versionCommand]
