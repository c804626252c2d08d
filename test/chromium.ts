import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext } from 'playwright-core';

const USUAL_PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

const ARGUMENTS = [
  '--no-first-run',
  '--no-default-browser-check',
  // Nothing but the page under test may use the network.
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // WebGL2 without a graphics card, so the map draws on any machine.
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  // Pages are painted and put together by the processor at once rather than by a card that it plays; only maps need that.
  '--disable-gpu-rasterization',
  '--disable-gpu-compositing',
];

/** Path of the Chromium journeys run in: VIGIE_CHROMIUM, else where Debian puts it; null when there is none. */
export function chromiumPath(): string | null {
  const given = process.env['VIGIE_CHROMIUM'];
  if (given !== undefined && given !== '') {
    return path.resolve(given);
  }
  return USUAL_PLACES.find((file) => existsSync(file)) ?? null;
}

/**
 * For `test(name, { skip: skipWithoutChromium() }, …)`: the reason to skip, or false to run.
 * Under `CI=true` it never skips, so the test fails instead.
 */
export function skipWithoutChromium(): string | false {
  if (chromiumPath() !== null || process.env['CI'] === 'true') {
    return false;
  }
  return 'no Chromium: install it or set VIGIE_CHROMIUM to its path';
}

/**
 * Starts a headless Chromium with software WebGL2. The caller closes it.
 * @throws Error when there is no Chromium (guard with skipWithoutChromium)
 */
export async function launch(extra: { args?: string[] } = {}): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === null) {
    throw new Error('this test needs Chromium: install it, or set VIGIE_CHROMIUM to its path.');
  }
  // The sandbox cannot be set up by root, which is who runs tests in a container.
  const asRoot = process.getuid?.() === 0;
  return chromium.launch({ executablePath, headless: true, chromiumSandbox: !asRoot, args: [...ARGUMENTS, ...(extra.args ?? [])] });
}

/** As `launch`, with a profile folder of its own that stays on the disk after closing. The caller closes it. */
export async function launchProfile(folder: string): Promise<BrowserContext> {
  const executablePath = chromiumPath();
  if (executablePath === null) {
    throw new Error('this test needs Chromium: install it, or set VIGIE_CHROMIUM to its path.');
  }
  return chromium.launchPersistentContext(folder, { executablePath, headless: true, chromiumSandbox: process.getuid?.() !== 0, args: ARGUMENTS, viewport: { width: 1280, height: 800 }, locale: 'en-GB', timezoneId: 'UTC' });
}
