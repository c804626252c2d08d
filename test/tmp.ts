import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** What a temp folder hangs on: a test context, or `{ after }` of node:test inside a `describe`. */
export interface Afterwards { after: (cleanUp: () => void) => void }

/**
 * A fresh folder of its own for one test, removed after it.
 * @param owner the test's context `t`, or `{ after }` for a whole group
 * @param label part of the folder's name, to recognise it by
 * @returns absolute path
 */
export function tempDir(owner: Afterwards, label = 'test'): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), `vigie-${label}-`));
  owner.after(() => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });
  return folder;
}
