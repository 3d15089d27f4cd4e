/** What a charter earns and costs. Integer cents, all of them; `netCents` may be negative. */
export interface Revenue {
  grossCents: number;
  crewCents: number;
  captainCents: number;
  portFeeCents: number;
  netCents: number;
}
