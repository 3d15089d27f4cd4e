type Service = Record<string, (...given: never[]) => unknown>;

/** A service each of whose calls may have changed something: `touch` hears of it, once the call has returned. */
export function touching<Calls extends Service>(calls: Calls, touch: () => void): Calls {
  const touched = Object.entries(calls).map(([name, call]) => [
    name,
    (...given: never[]) => {
      try {
        return call(...given);
      } finally {
        touch();
      }
    },
  ]);
  return Object.fromEntries(touched) as Calls;
}
