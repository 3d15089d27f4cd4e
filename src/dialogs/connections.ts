import type { ConnectionsShown } from '../commands/connection-findings.ts';
import { type Line, linesOf } from './connection-lines.ts';
import type { Offer } from './connection-troubles.ts';
import { byId, element, say, sayError } from './page.ts';
import { call, closeDialog } from './script.ts';

const AGAIN_MILLISECONDS = 1000;
/** The menu opens this dialog and begins at once, so a check is on record soon, or never. */
const MOST_EMPTY_LOOKS = 10;

const again = byId<HTMLButtonElement>('again');
const progress = byId<HTMLProgressElement>('progress');
let timer = 0;
let emptyLooks = 0;
/** Asked for, and not on record yet. */
let isStarting = false;

function load(): void {
  clearTimeout(timer);
  call('connectionsFound').then(show).catch(sayError);
}

function loadLater(): void {
  clearTimeout(timer);
  timer = window.setTimeout(load, AGAIN_MILLISECONDS);
}

function show(shown: ConnectionsShown | null): void {
  if (shown?.isOver === false) isStarting = false;
  again.disabled = isStarting || shown?.isOver === false;
  progress.hidden = !again.disabled;
  if (!shown) {
    say('Nothing was checked yet.');
    emptyLooks += 1;
    if (emptyLooks < MOST_EMPTY_LOOKS) loadLater();
    return;
  }
  const lines = linesOf(shown);
  byId('lines').replaceChildren(...lines.map(item));
  sum(lines, shown);
  if (again.disabled) loadLater();
}

function sum(lines: readonly Line[], { isOver, checked }: ConnectionsShown): void {
  const bad = lines.filter(({ verdict }) => verdict === 'trouble').length;
  const answered = lines.filter(({ verdict }) => verdict !== 'asking').length;
  progress.max = lines.length;
  progress.value = answered;
  if (isStarting) say('Checking …');
  else if (!isOver) say(`Checking: ${answered} of ${lines.length} done.`);
  else if (bad > 0) say(`${bad} of ${lines.length} to mend. Checked ${checked}.`, 'trouble');
  else say(`Nothing to mend. Checked ${checked}.`, 'good');
}

const VERDICTS: Record<Line['verdict'], [mark: string, words: string, className: string]> = {
  good: ['✓', 'good', 'good'],
  warning: ['!', 'works, but', 'warning'],
  trouble: ['✗', 'to mend', 'trouble'],
  waiting: ['–', 'not asked', 'soft'],
  asking: ['…', 'asking', 'soft'],
};

/** What stands there already stays as it is, opened or closed. */
function item(line: Line): Node {
  const content = JSON.stringify(line);
  const standing = document.getElementById(line.system);
  if (standing?.dataset.content === content) return standing;
  const { system, title, tried, verdict, says, mend, quote, offers } = line;
  const [mark, words, className] = VERDICTS[verdict];
  const made = element(
    'li',
    { id: system },
    element(
      'details',
      { open: verdict === 'trouble' || verdict === 'warning' },
      element(
        'summary',
        {},
        element('span', { className, ariaHidden: 'true' }, `${mark} `),
        element('strong', {}, title),
        ' – ',
        element('span', { className }, words),
      ),
      ...(says ? [element('p', {}, says)] : []),
      ...(mend ? [element('p', {}, element('strong', {}, 'Mend it: '), mend)] : []),
      ...(offers ?? []).map(offerButton),
      element('p', { className: 'soft' }, `Tried: ${tried}`),
      ...(quote ? [element('p', { className: 'soft' }, `It said: ${quote}`)] : []),
    ),
  );
  made.dataset.content = content;
  return made;
}

function offerButton(offer: Offer): HTMLElement {
  const { name, to } = offer;
  const button = element('button', { type: 'button' }, `Set “${name}” to ${to}`);
  button.onclick = () => {
    button.disabled = true;
    call('saveSettings', { settings: [offer], secrets: {} })
      .then(({ isSaved }) => {
        if (isSaved) checkAgain();
        else say(`Somebody changed “${name}” meanwhile. Check again.`, 'trouble');
      })
      .catch(sayError);
  };
  return button;
}

function checkAgain(): void {
  isStarting = true;
  again.disabled = true;
  say('Checking …');
  loadLater();
  // It may come back at once or when all is done: what is on record tells.
  call('checkConnectionsAgain')
    .catch(sayError)
    .finally(() => {
      isStarting = false;
      load();
    });
}

again.onclick = checkAgain;
byId('close').onclick = closeDialog;
load();
