import type { Clock } from '../clock.ts';
import { type CloudRequest, type CloudResponse, parseQuery, respond } from './http-message.ts';
import type { PublicService } from './public-service.ts';
import { extremes } from './tide-model.ts';

const hour = 3_600_000;
const stationsPath = '/mdapi/prod/webapi/stations/';
const dataPath = '/api/prod/datagetter';
const station = { id: '9410170', name: 'San Diego (Broadway)', state: 'CA', lat: 32.715557, lng: -117.17667 };

/** NOAA's limit for high and low tides in one answer. */
const mostHours = 366 * 24;

/**
 * NOAA CO-OPS: where a tide station is, and its predicted highs and lows. It knows the one in San Diego.
 * api.tidesandcurrents.noaa.gov/api/prod, api.tidesandcurrents.noaa.gov/mdapi/prod.
 *
 * Its errors are `{"error": {"message": …}}`: with status 400 where a parameter is wrong, and with status 200 where
 * there are no predictions for a station or datum. Whoever asks must look into the body, whatever the status.
 */
export class Tides implements PublicService {
  readonly operations = ['GET /stations/{id}', 'GET /datagetter'];
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  operation({ method, path }: CloudRequest): string {
    if (path.startsWith(stationsPath)) return `${method} /stations/{id}`;
    return `${method} ${path === dataPath ? '/datagetter' : path}`;
  }

  answer({ method, path, query }: CloudRequest): CloudResponse {
    const isRead = method === 'GET';
    if (isRead && path === dataPath) return this.predictions(new Map(parseQuery(query)));
    const [, id] = path.startsWith(stationsPath) ? (/([^/]+)\.json$/.exec(path) ?? []) : [];
    return isRead && id === station.id ? json(200, stationAnswer()) : json(404, { errorMsg: 'Not Found' });
  }

  private predictions(asked: ReadonlyMap<string, string>): CloudResponse {
    const wrong = wrongParameter(asked);
    if (wrong !== undefined) return failure(400, wrong);
    const period = periodOf(asked, this.clock.now());
    if (typeof period === 'string') return failure(400, period);
    if (asked.get('station') !== station.id || asked.get('datum')?.toUpperCase() !== 'MLLW') {
      return failure(200, 'No Predictions data was found. Please make sure the Datum input is valid.');
    }
    const feetPerUnit = asked.get('units') === 'metric' ? 1 / 0.3048 : 1;
    return json(200, {
      predictions: extremes(period.from, period.to).map(({ at, kind, feet }) => ({
        t: new Date(at).toISOString().slice(0, 16).replace('T', ' '),
        v: (feet / feetPerUnit).toFixed(3),
        type: kind === 'high' ? 'H' : 'L',
      })),
    });
  }
}

/** What each parameter must be one of; the stand-in serves less than NOAA does, and says so. */
const served: readonly [name: string, title: string, values: readonly string[]][] = [
  ['product', 'Product', ['predictions']],
  ['time_zone', 'Time Zone', ['gmt']],
  ['units', 'Unit', ['english', 'metric']],
  ['interval', 'Interval', ['hilo']],
  ['format', 'Format', ['json']],
];

function wrongParameter(asked: ReadonlyMap<string, string>): string | undefined {
  const id = asked.get('station') ?? '';
  if (!/^\d{7}$/.test(id)) return ' Wrong Station ID: Please submit a valid station ID ';
  for (const [name, title, values] of served) {
    const value = asked.get(name) ?? '';
    if (value === '') return ` Wrong ${title}: ${title} cannot be null or empty `;
    if (!values.includes(value.toLowerCase())) {
      return ` Wrong ${title}: The supported ${title} values are: ${values.join(', ')} `;
    }
  }
  return asked.get('datum') ? undefined : ' Wrong Datum: Datum cannot be null or empty ';
}

/** Two of `begin_date`, `end_date` and `range` (hours), or `range` alone for the time that comes. */
function periodOf(asked: ReadonlyMap<string, string>, now: number): { from: number; to: number } | string {
  const [begin, end, range] = ['begin_date', 'end_date', 'range'].map((name) => asked.get(name) || undefined);
  const hours = range === undefined ? undefined : /^\d+$/.test(range) ? Number(range) : Number.NaN;
  if (Number.isNaN(hours)) return ' Wrong Range: The range must be a whole number of hours ';
  const start = begin === undefined ? undefined : moment(begin, 'start');
  const finish = end === undefined ? undefined : moment(end, 'end');
  if (Number.isNaN(start) || Number.isNaN(finish)) {
    return ' Wrong Date: The date format should be yyyyMMdd, yyyyMMdd HH:mm, MM/dd/yyyy, or MM/dd/yyyy HH:mm ';
  }
  const length = hours === undefined ? undefined : hours * hour;
  const from = start ?? (length === undefined ? undefined : (finish ?? now + length) - length);
  const to = finish ?? (length === undefined || from === undefined ? undefined : from + length);
  if (from === undefined || to === undefined) {
    return ' Wrong Date: Please specify begin_date and end_date, or one of them and range ';
  }
  if (to < from) return ' Wrong Date: The beginDate cannot be later than endDate ';
  if (to - from > mostHours * hour) return ' Wrong Date: Range Limit Exceeded: 1 year of high and low tides ';
  return { from, to };
}

/** A day without a time is all of it. */
function moment(text: string, side: 'start' | 'end'): number {
  const [, compact, slashed, time] = /^(?:(\d{8})|(\d\d\/\d\d\/\d{4}))(?: (\d\d:\d\d))?$/.exec(text) ?? [];
  const day = compact
    ? compact.replace(/^(....)(..)/, '$1-$2-')
    : slashed?.replace(/^(..)\/(..)\/(....)$/, '$3-$1-$2');
  if (day === undefined) return Number.NaN;
  return Date.parse(`${day}T${time ?? (side === 'start' ? '00:00' : '23:59')}:00Z`);
}

function stationAnswer(): unknown {
  const self = `https://api.tidesandcurrents.noaa.gov${stationsPath}${station.id}`;
  const linked = (name: string) => ({ self: `${self}/${name}.json` });
  return {
    count: 1,
    units: null,
    stations: [
      {
        tidal: true,
        greatlakes: false,
        shefcode: 'SDBC1',
        details: linked('details'),
        sensors: linked('sensors'),
        datums: linked('datums'),
        harmonicConstituents: linked('harcon'),
        products: linked('products'),
        timezone: 'PST',
        timezonecorr: -8,
        observedst: true,
        stormsurge: false,
        forecast: false,
        ...station,
        tideType: 'Mixed',
        self: `${self}.json`,
        expand: null,
      },
    ],
    self: null,
  };
}

function failure(status: number, message: string): CloudResponse {
  return json(status, { error: { message } });
}

function json(status: number, value: unknown): CloudResponse {
  return respond(status, JSON.stringify(value), { 'content-type': 'application/json;charset=UTF-8' });
}
