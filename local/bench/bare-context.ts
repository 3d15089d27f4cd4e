import vm from 'node:vm';

/**
 * The language's own globals and nothing else, compiling no strings, as scripts run in the local system. Promises
 * that a script leaves behind are worked off before its evaluation returns, so its time is theirs too.
 */
export function bareContext(): vm.Context {
  return vm.createContext(vm.constants.DONT_CONTEXTIFY, {
    microtaskMode: 'afterEvaluate',
    codeGeneration: { strings: false, wasm: false },
  });
}
