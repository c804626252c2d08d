import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

/** How a child process ended; `output` only when it was captured. */
export interface Ended { code: number; output: string; silent: boolean }

/** Options of runNode(). */
export interface RunOptions {
  env?: Record<string, string>;
  /** Keep what is written instead of showing it. */
  capture?: boolean;
  /** End the process when it has written nothing for so many milliseconds. */
  silence?: number;
}

const running = new Set<ChildProcess>();

/** Ends every child still running; for the moment this process is told to stop. */
export function stopChildren(): void {
  for (const child of running) {
    child.kill('SIGTERM');
  }
}

/** Runs `node ARGS` with the Node of this process in `cwd` and waits for its end. A signal counts as exit code 1. */
export function runNode(cwd: string, args: string[], options: RunOptions = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const watched = options.capture === true || options.silence !== undefined;
    const child = spawn(process.execPath, args, {
      cwd,
      env: { ...process.env, ...options.env },
      stdio: watched ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    });
    running.add(child);
    let output = '';
    let silent = false;
    const tooQuiet = (): void => {
      silent = true;
      child.kill('SIGKILL');
    };
    let timer = options.silence === undefined ? undefined : setTimeout(tooQuiet, options.silence);
    const heard = (stream: NodeJS.WriteStream) => (chunk: Buffer): void => {
      if (options.capture === true) {
        output += chunk.toString();
      } else {
        stream.write(chunk);
      }
      if (timer !== undefined) {
        clearTimeout(timer);
        timer = setTimeout(tooQuiet, options.silence);
      }
    };
    child.stdout?.on('data', heard(process.stdout));
    child.stderr?.on('data', heard(process.stderr));
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ code: code ?? 1, output, silent });
    });
  });
}
