import type { GuestPagePreview } from '../commands/guest-page.ts';
import { byId, element, say, sayError } from './page.ts';
import { call, closeDialog } from './script.ts';

/** Less is no page to look at: then the dialog scrolls too. */
const LEAST_HEIGHT = 240;
const MARGIN = 12;

const page = byId<HTMLIFrameElement>('page');
const frame = byId('frame');
const previous = byId<HTMLButtonElement>('previous');
const next = byId<HTMLButtonElement>('next');
/** By the row's place among those that are selected. */
const asked = new Map<number, Promise<GuestPagePreview>>();
let index = 0;

function ask(row: number): Promise<GuestPagePreview> {
  const known = asked.get(row);
  if (known) return known;
  const answer = call('previewGuestPageOf', row);
  asked.set(row, answer);
  answer.catch(() => asked.delete(row));
  return answer;
}

async function turnTo(row: number): Promise<void> {
  index = row;
  say('Loading …');
  try {
    const preview = await ask(row);
    // Somebody leafed on meanwhile.
    if (row !== index) return;
    show(preview);
    if (row + 1 < preview.selected) ask(row + 1).catch(() => {});
  } catch (error) {
    sayError(error);
  }
}

function show(preview: GuestPagePreview): void {
  const { selected, bookingId, html, problems } = preview;
  byId('leaf').hidden = selected < 2;
  byId('place').textContent = `${bookingId || 'A row without Booking ID'}, ${index + 1} of ${selected}`;
  previous.disabled = index === 0;
  next.disabled = index + 1 >= selected;
  byId('problems').replaceChildren(...problems.map(({ message }) => element('li', {}, message)));
  byId('problems').hidden = problems.length === 0;
  byId('preview').hidden = html === '';
  page.srcdoc = withLinksOff(html);
  say(wordsFor(preview));
  resize();
}

function wordsFor({ selected, html, isThere, problems }: GuestPagePreview): string {
  if (selected === 0) return 'No booking is selected any more.';
  if (problems.length > 0) return 'There is no page before this is mended:';
  if (html === '') return 'It was cancelled before anything was published: guests find no page.';
  return isThere
    ? 'This is what guests find there now.'
    : 'Publishing puts this before guests. Nothing was sent or changed.';
}

/** A link would lead away inside the frame; a new window is what the frame may not open. */
function withLinksOff(html: string): string {
  return html.replace('<head>', '<head><base target="_blank">');
}

/** The page is as wide as on the screen that was chosen, and smaller to the eye where there is less room. */
function resize(): void {
  const width = Number(document.querySelector<HTMLInputElement>('[name="width"]:checked')?.value);
  const scale = Math.min(1, frame.clientWidth / width);
  const below = innerHeight - byId('foot').offsetHeight - frame.offsetTop - MARGIN;
  const height = Math.max(LEAST_HEIGHT, below);
  page.style.width = `${width}px`;
  page.style.height = `${height / scale}px`;
  page.style.transform = `scale(${scale})`;
  frame.style.height = `${height}px`;
}

previous.onclick = () => void turnTo(index - 1);
next.onclick = () => void turnTo(index + 1);
byId('preview').onchange = resize;
window.onresize = resize;
byId('close').onclick = closeDialog;
void turnTo(0);
