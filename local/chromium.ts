import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where browsers of Chromium's kind are commonly installed. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const HOW_TO_GET_ONE =
  'This needs Chromium or Chrome. Install one (Debian: sudo apt-get install chromium), or name it: CHROMIUM_PATH=/path/to/chrome';

/** Nothing that it does by itself goes out: these tests look at this machine's own servers only. */
const ARGUMENTS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

/** A browser with no window. Throws when the machine has none, and says how to get one. */
export async function launchChromium(more: readonly string[] = []): Promise<Browser> {
  const executablePath = chromiumPath();
  if (!executablePath) throw new Error(HOW_TO_GET_ONE);
  // Chromium's own sandbox refuses to be run by root.
  const isRoot = process.getuid?.() === 0;
  const args = [...ARGUMENTS, ...more, ...(isRoot ? ['--no-sandbox'] : [])];
  return chromium.launch({ executablePath, args });
}

export function chromiumPath(): string | undefined {
  return [process.env.CHROMIUM_PATH, ...PLACES].find((path) => path && isExecutable(path));
}

/**
 * Gets Debian's Chromium where that is certain to be welcome: for root on a machine without any, which is what
 * containers are. Anybody else is told how.
 */
export function ensureChromium(): void {
  if (chromiumPath()) return;
  if (process.getuid?.() !== 0 || !isExecutable('/usr/bin/apt-get')) throw new Error(HOW_TO_GET_ONE);
  console.log('No Chromium here: installing Debian’s …');
  const apt = (...given: string[]) =>
    execFileSync('/usr/bin/apt-get', given, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  apt('update');
  apt(
    'install',
    '--yes',
    '--no-install-recommends',
    'chromium',
    'fonts-liberation',
    'fonts-noto-color-emoji',
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
