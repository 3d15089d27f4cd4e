import { Hono } from 'hono';
import { html } from 'hono/html';
import type { LocalSystem, TimerRun } from '../system.ts';
import { clockMoves, localMoment, readLocalMoment } from './clock-moves.ts';
import { field } from './form.ts';
import { countWords, fact, type Markup, momentText, showPage } from './layout.ts';

/** The newest move of the clock, and how things stood before it. */
interface Move {
  from: number;
  to: number;
  runs: readonly TimerRun[];
  mails: number;
  requests: number;
}

/** The clock of the whole local system, to be read and moved. */
export function clockRoutes(system: LocalSystem): Hono {
  let last: Move | undefined;
  const move = async (to: number): Promise<void> => {
    const { clock, cloud, timerRuns } = system;
    last = {
      from: clock.now(),
      to,
      runs: [...timerRuns],
      mails: cloud.outbox.mails.length,
      requests: cloud.log.length,
    };
    clock.set(to);
    await system.tick();
  };
  const show = (typed?: { text: string; error: string }) => ({
    title: 'Clock',
    section: '/clock' as const,
    content: clockContent(system, last, typed),
  });
  return new Hono()
    .get('/', (context) => showPage(context, show()))
    .post('/', async (context) => {
      const text = String((await context.req.parseBody()).moment ?? '');
      const to = readLocalMoment(text, system.workbook.timeZone());
      if (to === undefined) {
        const error = 'Write a date and a time of the years 2000 to 2099.';
        return showPage(context, show({ text, error }), 422);
      }
      await move(to);
      return context.redirect('/clock', 303);
    })
    .post('/:move', async (context) => {
      const to = clockMoves.find(({ name }) => name === context.req.param('move'))?.to(system);
      if (to === undefined) return context.notFound();
      await move(to);
      return context.redirect('/clock', 303);
    });
}

function clockContent(
  system: LocalSystem,
  last: Move | undefined,
  typed: { text: string; error: string } | undefined,
): Markup {
  const { clock, workbook, project, timerRuns } = system;
  const timeZone = workbook.timeZone();
  const now = clock.now();
  const moment = (when: number) => momentText(when, timeZone);
  const due = project.triggers.all().filter((trigger) => trigger.due !== null);
  return html`
    <p class="now"><time datetime="${new Date(now).toISOString()}">${weekday(now, timeZone)}, ${moment(now)}</time></p>
    <p>In ${timeZone}, the workbook’s time zone. Sheet, cloud and mails all go by this clock.</p>
    ${last ? sinceMove(last, system, moment) : ''}
    <h2>Move it</h2>
    <form method="post" action="/clock" novalidate>
      ${field(
        {
          id: 'moment',
          label: 'Date and time',
          hint: `In ${timeZone}. Back is possible too; the timer then waits until its time comes again.`,
          error: typed?.error,
          hasFocus: typed !== undefined,
        },
        (attributes) =>
          html`<input type="datetime-local" ${attributes} value="${typed?.text ?? localMoment(now, timeZone)}" required>`,
      )}
      <button>Set the clock</button>
    </form>
    <div class="moves">${clockMoves.map(({ name, words, to }) => moveForm(name, words, to(system), moment))}</div>
    <h2>The timer</h2>
    <dl>
      ${due.map((trigger) => fact(`${trigger.functionName} is due`, moment(trigger.due ?? 0)))}
      ${project.running().map(({ functionName }) => fact('Runs now', functionName))}
    </dl>
    ${timerRuns.length > 0 ? html`<ol class="rows">${timerRuns.toReversed().map((run) => runRow(run, moment))}</ol>` : html`<p>It has not run yet.</p>`}`;
}

function weekday(when: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'long' }).format(when);
}

function moveForm(
  name: string,
  words: string,
  to: number | undefined,
  moment: (when: number) => string,
): Markup {
  if (to === undefined) return html`<p>${words}: there is none.</p>`;
  const isRelative = words.startsWith('+');
  return html`<form method="post" action="/clock/${name}"><button class="quiet">${words}${isRelative ? '' : html` <small>${moment(to)}</small>`}</button></form>`;
}

function sinceMove(last: Move, { cloud, timerRuns }: LocalSystem, moment: (when: number) => string): Markup {
  const runs = timerRuns.filter((run) => !last.runs.includes(run)).length;
  const mails = cloud.outbox.mails.length - last.mails;
  const requests = cloud.log.length - last.requests;
  return html`<p class="notice" role="status">The clock was moved from ${moment(last.from)} to ${moment(last.to)}. Since then:
    ${countWords(runs, 'timer run')}, <a href="/outbox">${countWords(mails, 'mail')}</a>, <a href="/requests">${countWords(requests, 'request')}</a>.</p>`;
}

function runRow(
  { when, functionName, status, error, logs }: TimerRun,
  moment: (when: number) => string,
): Markup {
  const words = html`<span class="status${status === 'completed' ? '' : ' failed'}">${status}</span>
    <span class="operation"><b>${functionName}</b></span> <span class="about">${moment(when)}</span>`;
  if (!error && logs.length === 0) return html`<li><p class="summary">${words}</p></li>`;
  const lines = [
    ...logs.map(({ level, text }) => `${level}: ${text}`),
    ...(error ? [`${error.name}: ${error.message}`] : []),
  ];
  return html`<li><details><summary>${words} <span class="about">${countWords(lines.length, 'line')} of log</span></summary>
    <pre>${lines.join('\n')}</pre></details></li>`;
}
