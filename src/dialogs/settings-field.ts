import { isBlank, parseNumber, plainText } from '../booking/cells.ts';
import type { SettingDefinition } from '../booking/setting-definitions.ts';
import { readSetting } from '../booking/settings.ts';
import type { PlainCell } from '../commands/settings-dialog.ts';
import { button, element } from './page.ts';

/** One setting: its control, and what is to be said about it. */
export class SettingField {
  readonly node: HTMLElement;
  private readonly control: HTMLInputElement;
  private readonly error: HTMLElement;
  private readonly news: HTMLElement;
  /** As the sheet last held it. */
  private standing: PlainCell = '';
  private isTouched = false;

  constructor(
    private readonly definition: SettingDefinition,
    { id, about, type = 'text', unit = '' }: { id: string; about: string; type?: string; unit?: string },
  ) {
    const { name, kind, initial } = definition;
    this.control = element('input', {
      id,
      name: id,
      type: kind === 'checkbox' ? 'checkbox' : type,
      className: kind,
      inputMode: kind === 'number' ? 'decimal' : '',
      placeholder: String(initial),
      spellcheck: false,
      autocapitalize: 'off',
      oninput: () => this.touch(),
    });
    const help = element('small', { id: `${id}-about` }, about);
    this.error = element('p', { id: `${id}-error`, className: 'trouble' });
    this.news = element('p', { id: `${id}-news`, className: 'warning' });
    this.control.setAttribute(
      'aria-describedby',
      [help, this.error, this.news].map((one) => one.id).join(' '),
    );
    this.node = element(
      'div',
      { className: 'field' },
      ...(kind === 'checkbox'
        ? [element('label', { className: 'choice' }, this.control, name), help]
        : [
            element('label', { htmlFor: id }, name),
            help,
            element('div', { className: 'row' }, this.control, ...(unit ? [element('span', {}, unit)] : [])),
          ]),
      this.error,
      this.news,
    );
  }

  get name(): string {
    return this.definition.name;
  }

  /** What the person wants the cell to hold. */
  get cell(): PlainCell {
    const { kind } = this.definition;
    if (kind === 'checkbox') return this.control.checked;
    const text = plainText(this.control.value);
    return kind === 'number' ? (parseNumber(text) ?? text) : text;
  }

  get isChanged(): boolean {
    return this.isTouched && this.cell !== this.standing;
  }

  get change(): { name: string; from: PlainCell; to: PlainCell } {
    return { name: this.name, from: this.standing, to: this.cell };
  }

  /** Whether the add-on can't work with it. */
  get isFaulty(): boolean {
    return this.error.textContent !== '';
  }

  /** Whether somebody else changed it too, to something else. */
  get isDisputed(): boolean {
    return this.news.textContent !== '';
  }

  /** What the sheet holds now. What the person changed stays, and is said to differ if somebody else changed it too. */
  follow(standing: PlainCell): void {
    if (!this.isChanged) this.take(standing);
    else if (standing !== this.standing && standing !== this.cell) this.dispute(standing);
  }

  /** What was changed is through. */
  take(standing: PlainCell): void {
    this.standing = standing;
    this.isTouched = false;
    const reading = readSetting(this.definition, standing);
    if (this.definition.kind === 'checkbox') this.control.checked = reading.ok && reading.value === true;
    else this.control.value = isBlank(standing) ? '' : String(standing);
    this.news.replaceChildren();
    this.check(standing);
  }

  focus(): void {
    this.control.focus();
  }

  private touch(): void {
    this.isTouched = true;
    this.check(this.cell);
  }

  private check(cell: PlainCell): void {
    const reading = readSetting(this.definition, cell);
    this.error.textContent = reading.ok ? '' : reading.error.join(' ');
    this.control.setAttribute('aria-invalid', String(!reading.ok));
  }

  private dispute(theirs: PlainCell): void {
    this.standing = theirs;
    const words = isBlank(theirs) ? 'emptied this' : `changed this to “${plainText(theirs)}”`;
    this.news.replaceChildren(
      `Somebody ${words} in the sheet meanwhile. Save puts yours in its place. `,
      button('Take theirs', () => this.take(theirs), 'quiet'),
    );
  }
}
