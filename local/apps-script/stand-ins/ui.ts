import type { AlertRequest, Audience, ButtonName, DialogRequest, Menu } from '../user-interface.ts';
import { remote } from './host.ts';
import { htmlContent } from './html-service.ts';
import { assertSignature, enumeration, isMember, serviceObject } from './service-object.ts';

const bridge = remote('Ui');

const Button = enumeration('Ui.Button', ['CLOSE', 'OK', 'CANCEL', 'YES', 'NO'] satisfies ButtonName[]);
const ButtonSet = enumeration('Ui.ButtonSet', [
  'OK',
  'OK_CANCEL',
  'YES_NO',
  'YES_NO_CANCEL',
] satisfies AlertRequest['buttons'][]);

/** `(prompt)`, `(prompt, buttons)` or `(title, prompt, buttons)`. */
function question(api: string, given: unknown[]): Omit<AlertRequest, keyof Audience> {
  const buttons = isMember(ButtonSet, given.at(-1)) ? given.at(-1) : ButtonSet.OK;
  const texts = isMember(ButtonSet, given.at(-1)) ? given.slice(0, -1) : given;
  const matches =
    texts.every((text) => typeof text === 'string') &&
    (texts.length === 1 || (texts.length === 2 && given.length === 3));
  assertSignature(matches && isMember(ButtonSet, buttons), api, given);
  return {
    title: texts.length === 2 ? String(texts[0]) : '',
    message: String(texts.at(-1)),
    buttons: buttons.name() as AlertRequest['buttons'],
  };
}

const builtMenus = new WeakMap<object, Menu>();

function menuBuilder(name: string): object {
  const menu: Menu = { name, entries: [] };
  const builder: object = serviceObject('Menu', {
    addItem(...given: unknown[]): object {
      const [caption, functionName] = given;
      assertSignature(typeof caption === 'string' && typeof functionName === 'string', 'Menu.addItem', given);
      menu.entries.push({ kind: 'item', caption, functionName });
      return builder;
    },
    addSeparator(): object {
      menu.entries.push({ kind: 'separator' });
      return builder;
    },
    addSubMenu(...given: unknown[]): object {
      const inner = typeof given[0] === 'object' && given[0] !== null ? builtMenus.get(given[0]) : undefined;
      assertSignature(inner !== undefined, 'Menu.addSubMenu', given);
      menu.entries.push({ kind: 'menu', menu: inner as Menu });
      return builder;
    },
    addToUi(): void {
      bridge.addMenu(menu);
    },
  });
  builtMenus.set(builder, menu);
  return builder;
}

function show(api: string, kind: DialogRequest['kind'], given: unknown[]): void {
  const [output, title] = given;
  const html = htmlContent(output);
  assertSignature(
    html !== undefined && (kind === 'sidebar' || typeof title === 'string'),
    `Ui.${api}`,
    given,
  );
  if (!html) return;
  bridge.showDialog(api, {
    kind,
    title: kind === 'sidebar' ? html.title : String(title),
    html: html.html,
    width: html.width,
    height: html.height,
  });
}

export function ui(): object {
  bridge.open();
  return serviceObject('Ui', {
    Button,
    ButtonSet,
    alert: (...given: unknown[]) => Button[bridge.alert(question('Ui.alert', given))],
    prompt(...given: unknown[]): object {
      const { button, text } = bridge.prompt(question('Ui.prompt', given));
      return serviceObject('PromptResponse', {
        getSelectedButton: () => Button[button],
        getResponseText: () => text,
      });
    },
    createMenu(...given: unknown[]): object {
      assertSignature(typeof given[0] === 'string', 'Ui.createMenu', given);
      return menuBuilder(given[0]);
    },
    createAddonMenu: () => menuBuilder('Extensions'),
    showModalDialog: (...given: unknown[]) => show('showModalDialog', 'modal', given),
    showModelessDialog: (...given: unknown[]) => show('showModelessDialog', 'modeless', given),
    showSidebar: (...given: unknown[]) => show('showSidebar', 'sidebar', given),
  });
}
