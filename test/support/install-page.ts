import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** What an operator puts where `docs/install.md` has an ellipsis or capitals. */
const STAND_INS: readonly [what: RegExp, by: string][] = [
  [/(?<=docs\.google\.com\/spreadsheets\/d\/)…/, `1${'cD4-_'.repeat(8)}xyz`],
  [/YOUR-DEPLOYMENT-BUCKET/g, 'charter-desk-deployment'],
  [/(?<=arn:aws:acm:us-east-1:)…/, '123456789012:certificate/4f6c1de0-6f0a-4d5e-9f0e-4b8b1c1f9a10'],
  [/(?<=GoogleClientId=)…/, '104857600000-charterdesk.'],
  [/(?<=GoogleSubjects=)1…,1…/, '117000000000000000001,117000000000000000002'],
  [/(?<=DashboardTokenHash=)…/, '0a'.repeat(32)],
  [/(?<=ServiceKeyHash=)…/, '0b'.repeat(32)],
];

const PAGE = path.join(import.meta.dirname, '../../docs/install.md');

/** What is to be typed into a terminal, in the page's order, each as its words, without `&&` and line ends. */
export async function commandsOfInstallPage(): Promise<string[][]> {
  const page = await readFile(PAGE, 'utf8');
  const blocks = [...page.matchAll(/^( *)```\n([\s\S]*?)^\1```$/gm)].map(([, , block = '']) => block);
  const filled = STAND_INS.reduce((text, [what, by]) => text.replace(what, by), blocks.join(''));
  if (filled.includes('…')) throw new Error(`docs/install.md leaves open what to put here: ${filled}`);
  return filled
    .replace(/ *\\\n */g, ' ')
    .split(/\n| && /)
    .map((line) => wordsOf(line.trim()))
    .filter((words) => words.length > 0);
}

/** The table that says which of the stack's outputs go into which setting: outputs by the settings' names. */
export async function outputsForSettings(): Promise<Map<string, string>> {
  const page = await readFile(PAGE, 'utf8');
  const [, table = ''] = /^\| setting \| output \|\n.*\n((?:\|.*\n)+)/m.exec(page) ?? [];
  return new Map(
    table
      .split('\n')
      .flatMap((line) => {
        const [, settings = '', outputs = ''] = line.split('|');
        const names = outputs.split(',').map((name) => name.trim().replaceAll('`', ''));
        return settings.split(',').map((name, index) => [name.trim(), names[index] ?? ''] as const);
      })
      .filter(([name]) => name !== ''),
  );
}

function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare = '']) => quoted ?? bare);
}
