import type { PropertyScope } from '../services/properties.ts';
import { Exception, remote } from './host.ts';
import { assertSignature, serviceObject } from './service-object.ts';

const bridge = remote('LockService');

function lock(scope: PropertyScope): object | null {
  if (!bridge.exists(scope)) return null;
  const tryLock = (api: string, given: unknown[]): boolean => {
    const [milliseconds] = given;
    assertSignature(typeof milliseconds === 'number', `LockService.Lock.${api}`, given);
    return bridge.tryLock(scope, milliseconds);
  };
  return serviceObject('Lock', {
    tryLock: (...given: unknown[]) => tryLock('tryLock', given),
    waitLock(...given: unknown[]): void {
      if (!tryLock('waitLock', given)) {
        throw new Exception('Lock timeout: another process was holding the lock for too long.');
      }
    },
    hasLock: () => bridge.hasLock(scope),
    releaseLock: () => {
      bridge.releaseLock(scope);
    },
  });
}

export const LockService = serviceObject('LockService', {
  getDocumentLock: () => lock('document'),
  getScriptLock: () => lock('script'),
  getUserLock: () => lock('user'),
});
