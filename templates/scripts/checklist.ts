/** Saves each tick of a checklist as it is made, one after the other, and says what became of it. */
export class SavedTicks {
  private readonly form: HTMLFormElement;
  private readonly button: HTMLButtonElement | null;
  private readonly status: HTMLElement | null;
  private readonly unsaved = new Set<HTMLInputElement>();
  private isSaving = false;

  constructor(form: HTMLFormElement) {
    this.form = form;
    this.button = form.querySelector('button');
    this.status = form.querySelector('.saved');
  }

  start(): void {
    this.offerButton(false);
    this.form.addEventListener('change', ({ target }) => {
      if (target instanceof HTMLInputElement) this.unsaved.add(target);
      void this.save();
    });
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.save();
    });
    window.addEventListener('online', () => void this.save());
  }

  private async save(): Promise<void> {
    if (this.isSaving || this.unsaved.size === 0) return;
    this.isSaving = true;
    this.say('Saving…', false);
    try {
      for (let [box] = this.unsaved; box; [box] = this.unsaved) {
        const ticked = box.checked;
        await this.send(box.value, ticked);
        // Whoever changed their mind meanwhile is sent again.
        if (box.checked === ticked) this.unsaved.delete(box);
      }
      this.say('Saved.', false);
    } catch (error) {
      this.say(error instanceof Refusal ? error.message : 'Not saved: there is no connection.', true);
    } finally {
      this.isSaving = false;
      this.offerButton(this.unsaved.size > 0);
    }
  }

  private async send(item: string, ticked: boolean): Promise<void> {
    const token = new FormData(this.form).get('token');
    const answer = await fetch('checklist', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token, item, ticked }),
    });
    if (!answer.ok) throw new Refusal(await reason(answer));
  }

  private say(text: string, failed: boolean): void {
    if (!this.status) return;
    this.status.textContent = text;
    this.status.classList.toggle('failed', failed);
  }

  /** The button is for what could not be saved, and for whoever has no script. */
  private offerButton(isOffered: boolean): void {
    if (!this.button) return;
    this.button.hidden = !isOffered;
    this.button.textContent = 'Try again';
  }
}

class Refusal extends Error {}

/** What stands between here and the service may answer too, and not as the service would. */
async function reason(answer: Response): Promise<string> {
  const body = (await answer.json().catch(() => null)) as { error?: { message?: string } } | null;
  return `Not saved. ${body?.error?.message ?? 'Please try again in a minute.'}`;
}
