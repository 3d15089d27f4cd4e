import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createContext, Script } from 'node:vm';
import { type Node, parse } from 'acorn';
import { describe, expect, it } from 'vitest';
import { MENU_ITEMS } from '../src/commands/menu-items.ts';
import { TRIGGER_HANDLERS } from '../src/commands/trigger-handlers.ts';

const root = path.resolve(import.meta.dirname, '..');
const code = readFileSync(path.join(root, 'dist/Code.js'), 'utf8');
const program = parse(code, { ecmaVersion: 2019, sourceType: 'script' });

const topLevelFunctions = program.body.flatMap((statement) =>
  statement.type === 'FunctionDeclaration' ? [statement.id.name] : [],
);

describe('the bundle that ships', () => {
  it('declares every function that menus and triggers name at its top level', () => {
    const named = [
      ...MENU_ITEMS.flatMap((item) => (item === 'separator' ? [] : [item.handler])),
      ...Object.values(TRIGGER_HANDLERS),
      'onOpen',
      'onEdit',
      'describeBookings',
      'previewSelected',
      'previewGuestPageOf',
      'publishProgress',
      'openDecisions',
      'decide',
      'driftFound',
      'repairDrift',
      'bringBackRows',
      'checkConnectionsAgain',
      'connectionsFound',
      'boardFound',
      'moveCard',
      'settingsFound',
      'saveSettings',
    ];
    expect(topLevelFunctions).toEqual(expect.arrayContaining(named));
    expect(new Set(topLevelFunctions)).toEqual(new Set(named));
  });

  it('parses as ES2019, without generators, eval, Function constructors or BigInt literals', () => {
    const found: string[] = [];
    visit(program, (node) => {
      const { type } = node;
      if ('generator' in node && node.generator) found.push('generator');
      if (type === 'YieldExpression') found.push('yield');
      if ('bigint' in node) found.push('BigInt literal');
      const callee = 'callee' in node ? (node.callee as Node & { name?: string }) : undefined;
      if (callee?.name === 'eval' || callee?.name === 'Function') found.push(`${type} ${callee.name}`);
    });
    expect(found).toEqual([]);
  });

  it('loads in a bare context, calls no service by that, and leaves no global but its functions', () => {
    const context = createContext(Object.create(null));
    const services = [
      'SpreadsheetApp',
      'PropertiesService',
      'UrlFetchApp',
      'ScriptApp',
      'CacheService',
      'HtmlService',
      'Session',
    ];
    for (const name of services) {
      Object.defineProperty(context, name, {
        get: () => {
          throw new Error(`${name} was used while the script loaded`);
        },
      });
    }
    new Script(code).runInContext(context);
    const globals = Object.keys(context).filter((name) => !services.includes(name));
    expect(new Set(globals)).toEqual(
      new Set([...topLevelFunctions, 'TextEncoder', 'URL', 'Headers', 'crypto']),
    );
  });

  it('fits into its budget of 150 KB', () => {
    expect(Buffer.byteLength(code)).toBeLessThanOrEqual(150_000);
  });

  it('comes with a manifest that asks for the smallest scopes', () => {
    const manifest = JSON.parse(readFileSync(path.join(root, 'dist/appsscript.json'), 'utf8'));
    expect(manifest.runtimeVersion).toBe('V8');
    expect(manifest.oauthScopes.map((scope: string) => scope.replace(/.*\/auth\//, '')).sort()).toEqual([
      'openid',
      'script.container.ui',
      'script.external_request',
      'script.scriptapp',
      'spreadsheets.currentonly',
      'userinfo.email',
    ]);
  });
});

function visit(node: Node, each: (node: Node) => void): void {
  each(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (child && typeof child === 'object' && 'type' in child) visit(child as Node, each);
    }
  }
}
