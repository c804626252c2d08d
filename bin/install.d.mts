export class SetupError extends Error {}
export function lockHash(root: string): string | null;
export function isInstalled(root: string): boolean;
export function matchesLock(root: string): boolean;
export function ensureInstalled(root: string, install?: (root: string) => Promise<void>): Promise<void>;
