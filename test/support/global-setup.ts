import { ensureChromium } from '../../local/chromium.ts';

export default function setUp(): void {
  ensureChromium();
}
