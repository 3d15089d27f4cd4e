import type { BridgeCall, OnBridgeCall } from '../../local/apps-script/index.ts';

export interface Hold {
  onBridgeCall: OnBridgeCall;
  /** The script stands there. */
  reached: Promise<void>;
  release(): void;
}

/** Lets a script come to a call, and stand still before it until it is released. */
export function holdAt(isIt: (call: BridgeCall) => boolean): Hold {
  let arrive = () => {};
  let release = () => {};
  const reached = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  return {
    reached,
    release: () => release(),
    onBridgeCall: async (call) => {
      if (isIt(call)) {
        arrive();
        await released;
      }
      return 'continue' as const;
    },
  };
}

/** Whether a request leaves with the call that begins like this: `post https://email.` */
export function sends(beginning: string): (call: BridgeCall) => boolean {
  const isIt = (sent: unknown) => {
    const { method, url } = sent as { method: string; url: string };
    return `${method} ${url}`.startsWith(beginning);
  };
  return ({ service, arguments: given }) => service === 'UrlFetchApp' && given.flat().some(isIt);
}
