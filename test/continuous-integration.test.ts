import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = path.resolve(import.meta.dirname, '..');
const read = (file: string) => readFile(path.join(root, file), 'utf8');

interface Workflow {
  jobs: Record<
    string,
    { strategy?: { matrix: { os: string[]; node: number[] } }; steps: { run?: string; uses?: string }[] }
  >;
}

async function commandsOf(file: string): Promise<{ commands: string[]; workflow: Workflow }> {
  const workflow: Workflow = parse(await read(file));
  const steps = Object.values(workflow.jobs).flatMap(({ steps }) => steps);
  return { workflow, commands: steps.flatMap(({ run }) => run ?? []) };
}

describe('whoever contributes', () => {
  it('is tested by the README’s own command, on Linux and macOS, from the oldest Node that the project takes', async () => {
    const { commands, workflow } = await commandsOf('.github/workflows/test.yml');
    const [, testCommand] = /```\n(npm ci && npm test)\n```/.exec(await read('README.md')) ?? [];
    expect(commands).toEqual([testCommand]);
    const { os, node } = workflow.jobs.test?.strategy?.matrix ?? { os: [], node: [] };
    expect(os).toEqual(['ubuntu-latest', 'macos-latest']);
    expect(node).toEqual([20, 22, 24]);
    const { engines } = JSON.parse(await read('package.json'));
    expect(engines.node).toMatch(new RegExp(`^>=${node[0]}\\.`));
  });

  it('gets releases that passed the same, with what goes to Apps Script and to AWS', async () => {
    const { commands } = await commandsOf('.github/workflows/release.yml');
    expect(commands[0]).toBe('npm ci && npm test');
    expect(commands.join('\n')).toMatch(/zip -r \S+ dist\n[\s\S]*zip -r \S+ build\/infra build\/services/);
  });
});
