import { type ScriptSecret, SECRET_SHAPES } from '../booking/script-secrets.ts';
import { element } from './page.ts';
import { SECRET_WORDS } from './settings-groups.ts';

/** A secret that can be set and removed, and never be read. */
export class SecretField {
  readonly node: HTMLElement;
  private readonly control: HTMLInputElement;
  private readonly standing: HTMLElement;
  private readonly error: HTMLElement;
  private readonly entry: HTMLElement;
  private readonly removal: HTMLElement;
  private readonly remove: HTMLInputElement;
  private isPasteRefused = false;

  constructor(readonly key: ScriptSecret) {
    const { name, about } = SECRET_WORDS[key];
    const help = element('small', { id: `${key}-about` }, about);
    this.standing = element('p', { id: `${key}-standing` });
    this.error = element('p', { id: `${key}-error`, className: 'trouble' });
    this.control = element('input', {
      id: key,
      name: key,
      type: 'password',
      autocomplete: 'off',
      spellcheck: false,
      oninput: () => {
        this.isPasteRefused = false;
        this.check();
      },
      onpaste: (event) => this.refuseLines(event),
    });
    const described = [help, this.standing, this.error].map(({ id }) => id).join(' ');
    this.control.setAttribute('aria-describedby', described);
    this.remove = element('input', {
      type: 'checkbox',
      onchange: () => {
        this.control.disabled = this.remove.checked;
      },
    });
    this.entry = element('label', { htmlFor: key }, name);
    this.removal = element(
      'div',
      {},
      element('label', { className: 'choice' }, this.remove, `Remove ${name} when I save`),
    );
    this.node = element(
      'div',
      { className: 'field' },
      this.entry,
      help,
      this.standing,
      this.control,
      this.error,
      this.removal,
    );
  }

  get name(): string {
    return SECRET_WORDS[this.key].name;
  }

  /** What to keep; empty to remove it; undefined to leave it as it is. */
  get given(): string | undefined {
    if (this.remove.checked) return '';
    return this.control.value.trim() || undefined;
  }

  get isFaulty(): boolean {
    return !this.remove.checked && this.error.textContent !== '';
  }

  /**
   * `setOn` as the add-on tells it. `instead` says where what is used comes from, when that is elsewhere: then nothing
   * can be set here.
   */
  show(setOn: string | undefined, instead: string): void {
    const isSet = setOn !== undefined;
    const when = setOn ? `on ${setOn}` : '';
    const here = isSet ? `Set${when ? ` ${when}` : ', nobody knows when'}.` : 'Not set.';
    const unused = isSet ? ` The one that was set here${when && ` ${when}`} is not used.` : '';
    this.standing.textContent = instead === '' ? here : instead + unused;
    this.control.hidden = instead !== '' && this.control.value === '';
    this.control.placeholder = isSet ? 'Another one' : '';
    this.removal.hidden = !isSet;
  }

  /** What was given is kept by now. */
  clear(): void {
    this.control.value = '';
    this.control.disabled = false;
    this.remove.checked = false;
    this.isPasteRefused = false;
    this.check();
  }

  focus(): void {
    this.control.focus();
  }

  private check(): void {
    const isGood = !this.isPasteRefused && SECRET_SHAPES[this.key].test(this.control.value.trim());
    this.error.textContent = isGood ? '' : SECRET_WORDS[this.key].advice;
    this.control.setAttribute('aria-invalid', String(!isGood));
  }

  /** The control would join the lines without a word. */
  private refuseLines(event: ClipboardEvent): void {
    const lines =
      event.clipboardData
        ?.getData('text')
        .trim()
        .split(/[\r\n]/) ?? [];
    if (lines.length < 2) return;
    event.preventDefault();
    this.isPasteRefused = true;
    this.check();
  }
}
