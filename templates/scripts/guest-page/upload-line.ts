import type { Upload, UploadState } from './upload.ts';

/** One file of the list: its picture, its name, how far it is, and a way to go on. */
export class UploadLine {
  readonly node = document.createElement('li');
  private readonly bar = document.createElement('progress');
  private readonly words = document.createElement('span');
  private readonly again = document.createElement('button');

  constructor(file: File, retry: () => void) {
    const name = document.createElement('b');
    name.dir = 'auto';
    name.textContent = file.name;
    this.bar.max = 1;
    this.bar.setAttribute('aria-label', file.name);
    this.words.className = 'what';
    this.again.type = 'button';
    this.again.className = 'button';
    this.again.textContent = 'Try again';
    this.again.setAttribute('aria-label', `Try again: ${file.name}`);
    this.again.addEventListener('click', retry);
    const text = document.createElement('div');
    text.append(name, this.bar, this.words, this.again);
    this.node.append(thumbnail(file), text);
    this.show({ kind: 'waiting' });
  }

  follow({ state }: Upload): void {
    this.show(state);
  }

  refuse(why: string): void {
    this.show({ kind: 'refused', why });
  }

  private show(state: UploadState): void {
    this.node.dataset.state = state.kind;
    this.words.textContent = inWords(state);
    this.bar.hidden = state.kind === 'done' || state.kind === 'refused';
    if (state.kind === 'sending') this.bar.value = state.share;
    this.again.hidden = state.kind !== 'stopped';
  }
}

function inWords(state: UploadState): string {
  switch (state.kind) {
    case 'waiting':
      return 'Waiting';
    case 'sending':
      return `${Math.round(state.share * 100)}%`;
    case 'paused':
      return 'Connection lost, trying again';
    case 'done':
      return 'Uploaded';
    default:
      return state.why;
  }
}

/** Browsers that can't draw the file, HEIC mostly, show its kind instead. */
function thumbnail(file: File): HTMLElement {
  const frame = document.createElement('span');
  frame.className = 'thumbnail';
  frame.textContent = /\.([^.]{1,4})$/.exec(file.name)?.[1]?.toUpperCase() ?? '';
  if (!file.type.startsWith('image/')) return frame;
  const image = new Image();
  image.alt = '';
  image.src = URL.createObjectURL(file);
  image.addEventListener('load', () => frame.replaceChildren(image));
  return frame;
}
