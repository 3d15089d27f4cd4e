/**
 * `google.script` of a dialog's page, as Google documents it; runs inside the dialog's frame, before the dialog's own
 * scripts, and speaks to the page around it by messages.
 * https://developers.google.com/apps-script/guides/html/reference/run
 */
export type FromDialog =
  | { kind: 'call'; id: number; functionName: string; arguments: unknown[] }
  | { kind: 'close' }
  | { kind: 'resize'; width?: number; height?: number };

export type ToDialog = { id: number } & ({ value: unknown } | { error: string });

interface Handlers {
  success?: (value: unknown, user: unknown) => void;
  failure?: (error: Error, user: unknown) => void;
  user?: unknown;
}

/** The build puts one text here; the server puts the names of the script's functions in its place. */
const functions = '__FUNCTIONS__' as unknown as readonly string[];

/** Public addresses, and what stands for each on this laptop; put here like the functions. */
const names = '__NAMES__' as unknown as readonly (readonly [string, string])[];

const waiting = new Map<number, Handlers>();
let calls = 0;

function tell(message: FromDialog): void {
  parent.postMessage(message, '*');
}

function run(handlers: Handlers): Record<string, unknown> {
  const call =
    (functionName: string) =>
    (...given: unknown[]) => {
      given.forEach(assertLegal);
      calls += 1;
      waiting.set(calls, handlers);
      tell({ kind: 'call', id: calls, functionName, arguments: given.map(asJson) });
    };
  return {
    ...Object.fromEntries(functions.map((name) => [name, call(name)])),
    withSuccessHandler: (success: Required<Handlers>['success']) => run({ ...handlers, success }),
    withFailureHandler: (failure: Required<Handlers>['failure']) => run({ ...handlers, failure }),
    withUserObject: (user: unknown) => run({ ...handlers, user }),
  };
}

/** Of what Google refuses, what a form gives as its only argument is left out: no dialog of ours sends one. */
function assertLegal(value: unknown): void {
  const isIllegal = typeof value === 'function' || value instanceof Date || value instanceof Node;
  if (isIllegal) throw new TypeError(`Failed due to illegal value in property: ${String(value)}`);
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(assertLegal);
}

function asJson(value: unknown): unknown {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}

addEventListener('message', (event: MessageEvent<ToDialog>) => {
  if (event.source !== parent) return;
  const handlers = waiting.get(event.data.id);
  waiting.delete(event.data.id);
  if (!handlers) return;
  if ('error' in event.data) {
    const error = new Error(event.data.error);
    if (handlers.failure) handlers.failure(error, handlers.user);
    else console.error(error);
  } else handlers.success?.(event.data.value, handlers.user);
});

/** A person who follows a link stays on this laptop; what scripts read of it stays as it is. */
addEventListener(
  'click',
  ({ target }) => {
    const link = target instanceof Element ? target.closest('a') : null;
    if (!link) return;
    for (const [name, here] of names) {
      if (link.href.startsWith(`https://${name}/`)) link.href = link.href.replace(`https://${name}`, here);
    }
  },
  { capture: true },
);

Object.assign(globalThis, {
  google: {
    script: {
      run: run({}),
      host: {
        close: () => tell({ kind: 'close' }),
        setHeight: (height: number) => tell({ kind: 'resize', height }),
        setWidth: (width: number) => tell({ kind: 'resize', width }),
        editor: { focus: () => parent.focus() },
      },
    },
  },
});
