import * as z from 'zod';
import { endsAt, type Schedule, startsAt } from './crew-event.ts';
import type { PublicData } from './public-data.ts';
import { Remembered } from './remembered.ts';

export interface Tide {
  type: 'high' | 'low';
  /** UTC, RFC 3339. */
  at: string;
  /** Above mean lower low water, which charts count depths from. */
  feet: number;
}

export interface Position {
  latitude: number;
  longitude: number;
}

const HOUR = 3_600_000;
const AUTHORITY = 'https://api.tidesandcurrents.noaa.gov';
const NAME = 'charter-desk';

const stations = z
  .object({ stations: z.array(z.object({ lat: z.number(), lng: z.number() })) })
  .transform(({ stations: [station] }, context) => {
    if (station) return { latitude: station.lat, longitude: station.lng };
    context.addIssue('has no station');
    return z.NEVER;
  });

/** Times without a zone, in the one that was asked for. https://api.tidesandcurrents.noaa.gov/api/prod/responseHelp.html */
const predictions = z.object({
  predictions: z.array(
    z
      .object({
        t: z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d$/),
        v: z.string().transform(Number).pipe(z.number()),
        type: z.enum(['H', 'L']),
      })
      .transform(
        ({ t, v, type }): Tide => ({
          type: type === 'H' ? 'high' : 'low',
          at: new Date(`${t.replace(' ', 'T')}Z`).toISOString(),
          feet: v,
        }),
      ),
  ),
});

/** A station of NOAA's Center for Operational Oceanographic Products and Services (CO-OPS). */
export class TideStation {
  private readonly ask: PublicData;
  private readonly id: string;
  private readonly positions: Remembered<Position>;
  private readonly tides: Remembered<Tide[]>;

  constructor(ask: PublicData, id: string, now: () => number) {
    this.ask = ask;
    this.id = id;
    this.positions = new Remembered(24 * HOUR, now);
    this.tides = new Remembered(6 * HOUR, now);
  }

  position(): Promise<Position> {
    const url = new URL(`/mdapi/prod/webapi/stations/${this.id}.json`, AUTHORITY);
    return this.positions.get(this.id, () => this.ask(url, stations));
  }

  /** The highs and lows of a charter: from the last one before it starts to the first one after it ends. */
  async around(schedule: Schedule): Promise<Tide[]> {
    const [start, end] = [startsAt(schedule), endsAt(schedule)];
    // Two tides in a row are at most some nine hours apart.
    const tides = await this.between(date(start - 12 * HOUR), date(end + 12 * HOUR));
    const first = tides.findLastIndex(({ at }) => Date.parse(at) <= start);
    const last = tides.findIndex(({ at }) => Date.parse(at) >= end);
    return tides.slice(Math.max(first, 0), last < 0 ? tides.length : last + 1);
  }

  /** Of whole days, in UTC. */
  private between(begin_date: string, end_date: string): Promise<Tide[]> {
    return this.tides.get(`${begin_date}-${end_date}`, async () => {
      const url = new URL('/api/prod/datagetter', AUTHORITY);
      url.search = new URLSearchParams({
        product: 'predictions',
        interval: 'hilo',
        datum: 'MLLW',
        station: this.id,
        begin_date,
        end_date,
        time_zone: 'gmt',
        units: 'english',
        format: 'json',
        application: NAME,
      }).toString();
      return (await this.ask(url, predictions)).predictions;
    });
  }
}

/** `20270530` */
function date(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10).replaceAll('-', '');
}
