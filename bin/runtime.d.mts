export function pinnedRuntime(root: string, platform?: string): string | null;
export function chooseRuntime(version: string, pinned: string | null): string | null;
