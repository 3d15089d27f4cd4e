import { ensureChromium } from './chromium.ts';

export default function setUp(): void {
  ensureChromium();
}
