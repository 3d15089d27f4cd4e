/**
 * Which JADA and ShipCaptainCrew answer: `ours` honour idempotency keys and can be searched; `foreign` ones know the
 * POSTs of their contract and nothing else.
 */
export type Services = 'ours' | 'foreign';
export const SERVICES: readonly Services[] = ['ours', 'foreign'];
