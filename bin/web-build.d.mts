export function webInputs(root: string): string[];
export function statPrint(root: string, files?: string[]): string;
export function contentPrint(root: string, files?: string[]): string;
export function isBuilt(root: string): boolean;
export function ensureWeb(
  root: string,
  node: string,
  options?: { build?: (root: string, node: string, out: string) => void; force?: boolean },
): Promise<boolean>;
