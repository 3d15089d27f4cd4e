import { afterAll, describe, expect, test } from 'vitest';
import type { Audience } from '../local/apps-script/index.ts';
import { Clock } from '../local/clock.ts';
import {
  allScopes,
  captain,
  evaluate,
  htmlDirectory,
  projectOf,
  resultOf,
} from './support/apps-script-project.ts';
import { removeTemporaryFolders } from './support/commands.ts';

afterAll(removeTemporaryFolders);

describe('properties', () => {
  const script = 'const store = PropertiesService.getScriptProperties();';

  test('are kept from one execution to the next, and by scope', async () => {
    const project = await projectOf(`
      function write() { PropertiesService.getScriptProperties().setProperties({ a: '1', b: '2' }).deleteProperty('b');
        PropertiesService.getUserProperties().setProperty('mine', 'yes'); PropertiesService.getDocumentProperties().setProperty('d', ''); }
      function read() { return [PropertiesService.getScriptProperties().getProperties(), PropertiesService.getUserProperties().getKeys(),
        PropertiesService.getScriptProperties().getProperty('b'), PropertiesService.getDocumentProperties().getProperty('d')]; }`);
    const run = (name: string, user: string) => project.run(name, { user, context: 'menu' });
    resultOf(await run('write', captain));
    expect(resultOf(await run('read', captain))).toEqual([{ a: '1' }, ['mine'], null, '']);
    expect(resultOf(await run('read', 'other@example.com'))).toEqual([{ a: '1' }, [], null, '']);
  });

  test('outlive the process', async () => {
    const first = await projectOf(
      `function main() { ${script} store.setProperty('a', '1'); ScriptApp.newTrigger('main').timeBased().everyMinutes(5).create(); }`,
    );
    resultOf(await first.run('main', { user: captain, context: 'menu' }));
    const saved = JSON.parse(JSON.stringify(first.save()));
    const second = await projectOf(
      `function main() { ${script} return [store.getProperty('a'), ScriptApp.getProjectTriggers().length]; }`,
      { saved },
    );
    expect(resultOf(await second.run('main', { user: captain, context: 'menu' }))).toEqual(['1', 1]);
  });

  test.each([
    ["store.setProperty('a', 'x'.repeat(9 * 1024 + 1))", 'Argument too large: value'],
    ["store.setProperty('a', 'é'.repeat(4.5 * 1024 + 1))", 'Argument too large: value'],
    [
      "store.setProperty('a', 1)",
      "The parameters (String,number) don't match the method signature for PropertiesService.Properties.setProperty.",
    ],
    [
      'store.setProperties({ a: null })',
      "The parameters ((class)) don't match the method signature for PropertiesService.Properties.setProperties.",
    ],
    [
      "for (let i = 0; i < 60; i++) store.setProperty('key' + i, 'x'.repeat(9 * 1024))",
      'You have exceeded the property storage quota. Please remove some properties and try again.',
    ],
  ])('have limits: %s', async (code, message) => {
    await expect(evaluate(`${script} ${code}`)).rejects.toThrow(`Exception: ${message}`);
  });

  test('at the limit are taken, and a refused set changes nothing', async () => {
    const result = await evaluate(`${script}
      store.setProperty('full', 'x'.repeat(9 * 1024));
      try { store.setProperties({ small: '1', large: 'x'.repeat(10000) }, true); } catch (e) {}
      return store.getKeys();`);
    expect(result).toEqual(['full']);
  });
});

describe('cache', () => {
  const cache = 'const cache = CacheService.getScriptCache();';

  test('forgets by the clock', async () => {
    const clock = new Clock();
    const project = await projectOf(
      `function put() { ${cache} cache.put('short', 'a', 10); cache.put('default', 'b'); cache.putAll({ long: 'c' }, 21600); cache.put('gone', 'x'); cache.remove('gone'); }
       function get() { ${cache} return [cache.get('short'), cache.getAll(['default', 'long', 'gone'])]; }`,
      { clock },
    );
    const run = async (name: string) => resultOf(await project.run(name, { user: captain, context: 'menu' }));
    await run('put');
    expect(await run('get')).toEqual(['a', { default: 'b', long: 'c' }]);
    clock.advance(11_000);
    expect(await run('get')).toEqual([null, { default: 'b', long: 'c' }]);
    clock.advance(600_000);
    expect(await run('get')).toEqual([null, { long: 'c' }]);
  });

  test.each([
    ["cache.put('k'.repeat(251), 'v')", 'Argument too large: key'],
    ["cache.get('k'.repeat(251))", 'Argument too large: key'],
    ["cache.getAll(['k', 'k'.repeat(251)])", 'Argument too large: key'],
    ["cache.remove('k'.repeat(251))", 'Argument too large: key'],
    ["cache.put('k', 'v'.repeat(100 * 1024 + 1))", 'Argument too large: value'],
    ["cache.put('k', 'v', 21601)", 'Invalid argument: expirationInSeconds'],
    [
      "cache.put('k', { v: 1 })",
      "The parameters (String,(class)) don't match the method signature for CacheService.Cache.put.",
    ],
  ])('has limits: %s', async (code, message) => {
    await expect(evaluate(`${cache} ${code}`)).rejects.toThrow(`Exception: ${message}`);
  });

  test('drops what expires first when it overflows', async () => {
    const result = await evaluate(`${cache}
      const values = {}; for (let i = 0; i < 999; i++) values['k' + i] = 'v';
      cache.put('soonest', 'v', 60); cache.putAll(values, 1000);
      const before = cache.get('soonest');
      cache.put('latest', 'v', 2000);
      return [before, cache.get('latest'), cache.get('soonest'), Object.keys(cache.getAll(Object.keys(values))).length];`);
    expect(result).toEqual(['v', 'v', null, 899]);
  });
});

describe('who may do what', () => {
  const calls: [call: string, api: string, scope: string][] = [
    [
      "UrlFetchApp.fetch('https://a.example/')",
      'UrlFetchApp.fetch',
      'https://www.googleapis.com/auth/script.external_request',
    ],
    [
      "ScriptApp.newTrigger('main')",
      'ScriptApp.newTrigger',
      'https://www.googleapis.com/auth/script.scriptapp',
    ],
    [
      'ScriptApp.getProjectTriggers()',
      'ScriptApp.getProjectTriggers',
      'https://www.googleapis.com/auth/script.scriptapp',
    ],
    [
      'Session.getEffectiveUser()',
      'Session.getEffectiveUser',
      'https://www.googleapis.com/auth/userinfo.email',
    ],
    [
      "SpreadsheetApp.getUi().showModalDialog(HtmlService.createHtmlOutput('x'), 'x')",
      'Ui.showModalDialog',
      'https://www.googleapis.com/auth/script.container.ui',
    ],
  ];

  test.each(calls)('%s needs its scope in the manifest', async (call, api, scope) => {
    const oauthScopes = allScopes.filter((each) => each !== scope);
    await expect(evaluate(call, { manifest: { timeZone: 'UTC', oauthScopes } })).rejects.toThrow(
      `Exception: Specified permissions are not sufficient to call ${api}. Required permissions: ${scope}`,
    );
  });

  test.each(calls)('%s is not for simple triggers', async (call, api, scope) => {
    await expect(evaluate(call, {}, { context: 'simple' })).rejects.toThrow(
      `Exception: You do not have permission to call ${api}. Required permissions: ${scope}`,
    );
  });

  test('a simple trigger has the spreadsheet, properties, cache and locks, but not who is there', async () => {
    const result = await evaluate(
      `PropertiesService.getScriptProperties().setProperty('a', '1'); CacheService.getScriptCache().put('a', '1');
       return [SpreadsheetApp.getActive().getName(), LockService.getDocumentLock().tryLock(0), Session.getActiveUser().getEmail()];`,
      {},
      { context: 'simple' },
    );
    expect(result).toEqual(['Charters', true, '']);
  });

  test('the spreadsheet too needs a scope', async () => {
    await expect(
      evaluate('SpreadsheetApp.getActive()', { manifest: { timeZone: 'UTC', oauthScopes: [] } }),
    ).rejects.toThrow(
      /^Exception: Specified permissions are not sufficient to call SpreadsheetApp.getActiveSpreadsheet/,
    );
  });

  test('without a list of scopes nothing is missing', async () => {
    expect(
      await evaluate('return Session.getActiveUser().getEmail()', { manifest: { timeZone: 'UTC' } }),
    ).toBe(captain);
  });

  test('the identity token is the user’s, and needs openid', async () => {
    expect(await evaluate('return ScriptApp.getIdentityToken()')).toBe(`token of ${captain}`);
    const oauthScopes = allScopes.filter((scope) => scope !== 'openid');
    expect(
      await evaluate('return ScriptApp.getIdentityToken()', { manifest: { timeZone: 'UTC', oauthScopes } }),
    ).toBeNull();
    await expect(evaluate('ScriptApp.getIdentityToken()', {}, { context: 'simple' })).rejects.toThrow(
      /You do not have permission/,
    );
  });

  test.each(['timer', 'installable', 'webapp'] as const)('%s has no user interface', async (context) => {
    await expect(evaluate('SpreadsheetApp.getUi()', {}, { context })).rejects.toThrow(
      'Exception: Cannot call SpreadsheetApp.getUi() from this context.',
    );
  });
});

describe('the user interface', () => {
  test('asks, tells and shows', async () => {
    const seen: Audience[] = [];
    const ui = {
      alert: async (request: Audience) => {
        seen.push(request);
        return 'YES' as const;
      },
      prompt: async () => ({ button: 'OK' as const, text: 'typed' }),
      toast: (toast: Audience) => void seen.push(toast),
      showDialog: (dialog: Audience) => void seen.push(dialog),
    };
    const directory = await htmlDirectory({ 'preview.html': '<b>hi</b>' });
    const result = await evaluate(
      `const ui = SpreadsheetApp.getUi();
       const answer = ui.alert('Sure?', 'Really', ui.ButtonSet.YES_NO);
       const typed = ui.prompt('Name').getResponseText();
       SpreadsheetApp.getActive().toast('Done', 'Charter', 3);
       ui.showModalDialog(HtmlService.createHtmlOutputFromFile('preview').setWidth(300).appendUntrusted('<'), 'Preview');
       ui.showSidebar(HtmlService.createHtmlOutput('side').setTitle('Side'));
       return [answer === ui.Button.YES, answer === ui.Button.NO, String(answer), typed];`,
      { ui, htmlDirectory: directory },
    );
    expect(result).toEqual([true, false, 'YES', 'typed']);
    const audience = { user: captain, execution: expect.any(String), context: 'menu' };
    expect(seen).toEqual([
      { ...audience, title: 'Sure?', message: 'Really', buttons: 'YES_NO' },
      { ...audience, title: 'Charter', message: 'Done', seconds: 3 },
      { ...audience, kind: 'modal', title: 'Preview', html: '<b>hi</b>&lt;', width: 300, height: null },
      { ...audience, kind: 'sidebar', title: 'Side', html: 'side', width: null, height: null },
    ]);
    expect(new Set(seen.map(({ execution }) => execution)).size).toBe(1);
  });

  test('with nobody there a question is closed', async () => {
    expect(
      await evaluate("const ui = SpreadsheetApp.getUi(); return ui.alert('x') === ui.Button.CLOSE"),
    ).toBe(true);
  });

  test.each([
    ['createHtmlOutputFromFile', '../package'],
    ['createHtmlOutputFromFile', 'nope'],
    ['createTemplateFromFile', 'nope'],
  ])('%s says when there is no file %s', async (method, name) => {
    await expect(evaluate(`HtmlService.${method}('${name}')`)).rejects.toThrow(
      `Exception: No HTML file named ${name} was found.`,
    );
  });

  test('a template gives its file as it stands, and evaluates nothing', async () => {
    const source = '<p><?= "scriptlet" ?></p>\n';
    const directory = await htmlDirectory({ 'page.html': source });
    const read = (call: string) =>
      evaluate(`return HtmlService.createTemplateFromFile('page').${call}()`, { htmlDirectory: directory });
    expect(await read('getRawContent')).toBe(source);
    await expect(read('evaluate')).rejects.toThrow(
      'Exception: HtmlTemplate.evaluate is not implemented in the local runtime',
    );
    await expect(evaluate('HtmlService.createTemplateFromFile(1)')).rejects.toThrow(
      "don't match the method signature for HtmlService.createTemplateFromFile",
    );
  });
});

test('a web app answers with its output', async () => {
  const project =
    await projectOf(`function doPost(e) { return ContentService.createTextOutput(JSON.stringify(e.parameter)).setMimeType(ContentService.MimeType.JSON); }
    function doGet() { return HtmlService.createHtmlOutput('<p>'); }`);
  const run = async (name: string) =>
    resultOf(
      await project.run(name, { user: captain, context: 'webapp', arguments: [{ parameter: { a: '1' } }] }),
    );
  expect(await run('doPost')).toEqual({ mimeType: 'application/json', content: '{"a":"1"}' });
  expect(await run('doGet')).toEqual({ mimeType: 'text/html', content: '<p>', title: '' });
});
