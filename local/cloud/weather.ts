import type { Clock } from '../clock.ts';
import { type CloudRequest, type CloudResponse, decode, parseQuery, respond } from './http-message.ts';
import type { PublicService } from './public-service.ts';
import { type RandomBytes, uuid } from './random.ts';
import { forecastPeriods, timeZone, zuluTime } from './weather-periods.ts';

const root = 'https://api.weather.gov';
const hour = 3_600_000;

/** The grid of the office in San Diego, which is all that this world has weather for: squares of 2.5 km. */
const office = {
  id: 'SGX',
  origin: { x: 57, y: 14, latitude: 32.7157, longitude: -117.1617 },
  /** Squares from here are there. */
  size: { x: 110, y: 75 },
  degrees: { x: 0.0267, y: 0.0225 },
};

const context = [
  'https://geojson.org/geojson-ld/geojson-context.jsonld',
  {
    '@version': '1.1',
    wx: `${root}/ontology#`,
    geo: 'http://www.opengis.net/ont/geosparql#',
    unit: 'http://codes.wmo.int/common/unit/',
    '@vocab': `${root}/ontology#`,
  },
];

/**
 * The National Weather Service's API, by which a place is looked up first and then its forecast:
 * www.weather.gov/documentation/services-web-api. Its forecasts begin with the hour of the set clock.
 */
export class Weather implements PublicService {
  readonly operations = ['GET /points/{point}', 'GET /gridpoints/{grid}/forecast/hourly'];
  private readonly clock: Clock;
  private readonly random: RandomBytes;

  constructor(clock: Clock, random: RandomBytes) {
    this.clock = clock;
    this.random = random;
  }

  operation({ method, path }: CloudRequest): string {
    return `${method} ${path
      .replace(/^\/points\/[^/]+/, '/points/{point}')
      .replace(/^\/gridpoints\/[^/]+\/[^/]+/, '/gridpoints/{grid}')}`;
  }

  answer(request: CloudRequest): CloudResponse {
    // The network in front of the service refuses who doesn't say who they are.
    if (!request.headers['user-agent']) return accessDenied();
    const path = decode(request.path);
    const [, point] = /^\/points\/([^/]+)$/.exec(path) ?? [];
    const [, grid] = /^\/gridpoints\/([^/]+\/[^/]+)\/forecast\/hourly$/.exec(path) ?? [];
    const isRead = request.method === 'GET';
    if (isRead && point !== undefined) return this.point(point);
    if (isRead && grid !== undefined) return this.hourly(request, grid);
    return this.problem(404, 'NotFound', 'Not Found', `'${path}' is not a valid resource path`);
  }

  private point(point: string): CloudResponse {
    const [latitude, longitude, ...others] = point.split(',');
    if (!isDegrees(latitude) || !isDegrees(longitude) || others.length > 0) {
      return this.badParameter('path.point', 'Does not match the regex pattern ^(-?[0-9.]+),(-?[0-9.]+)$');
    }
    const rounded = [latitude, longitude].map((degrees) => degrees.replace(/(\.\d{4})\d+$/, '$1'));
    if (rounded.join() !== point) return this.moved('AdjustPointPrecision', precision, rounded);
    const trimmed = rounded.map((degrees) => degrees.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, ''));
    if (trimmed.join() !== point) return this.moved('AdjustTrailingZeroRedundancy', trailingZeros, trimmed);
    const square = squareAt(Number(latitude), Number(longitude));
    if (!square) {
      return this.problem(
        404,
        'InvalidPoint',
        'Data Unavailable For Requested Point',
        `Unable to provide data for requested point ${point}`,
      );
    }
    const grid = `${root}/gridpoints/${office.id}/${square.x},${square.y}`;
    const id = `${root}/points/${point}`;
    return geoJson({
      '@context': context,
      id,
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [Number(longitude), Number(latitude)] },
      properties: {
        '@id': id,
        '@type': 'wx:Point',
        cwa: office.id,
        forecastOffice: `${root}/offices/${office.id}`,
        gridId: office.id,
        gridX: square.x,
        gridY: square.y,
        forecast: `${grid}/forecast`,
        forecastHourly: `${grid}/forecast/hourly`,
        forecastGridData: grid,
        observationStations: `${grid}/stations`,
        forecastZone: `${root}/zones/forecast/CAZ043`,
        county: `${root}/zones/county/CAC073`,
        fireWeatherZone: `${root}/zones/fire/CAZ243`,
        timeZone,
        radarStation: 'KNKX',
      },
    });
  }

  private hourly(request: CloudRequest, grid: string): CloudResponse {
    const [, id, x, y] = /^([A-Z]{3})\/(\d+),(\d+)$/.exec(grid) ?? [];
    if (id !== office.id || Number(x) > office.size.x || Number(y) > office.size.y) {
      return this.problem(404, 'NotFound', 'Not Found', `No forecast for grid ${grid}`);
    }
    const units = new Map(parseQuery(request.query)).get('units') ?? 'us';
    if (units !== 'us' && units !== 'si') {
      return this.badParameter('query.units', 'Does not have a value in the enumeration ["us","si"]');
    }
    const now = this.clock.now();
    const first = Math.floor(now / hour) * hour;
    const updated = zuluTime(first);
    return geoJson({
      '@context': context,
      type: 'Feature',
      geometry: { type: 'Polygon', coordinates: [outline(Number(x), Number(y))] },
      properties: {
        units,
        forecastGenerator: 'HourlyForecastGenerator',
        generatedAt: zuluTime(now),
        updateTime: updated,
        validTimes: `${updated}/P6DT12H`,
        elevation: { unitCode: 'wmoUnit:m', value: 3.9624 },
        periods: forecastPeriods(first, units),
      },
    });
  }

  private moved(type: string, [title, detail]: readonly [string, string], to: string[]): CloudResponse {
    const answer = this.problem(301, type, title, detail);
    return { ...answer, headers: { ...answer.headers, location: `/points/${to.join()}` } };
  }

  private badParameter(parameter: string, message: string): CloudResponse {
    return this.problem(400, 'BadRequest', 'Bad Request', 'Bad Request', {
      parameterErrors: [{ parameter, message }],
    });
  }

  private problem(status: number, type: string, title: string, detail: string, more = {}): CloudResponse {
    const correlationId = uuid(this.random);
    const problem = {
      correlationId,
      title,
      type: `${root}/problems/${type}`,
      status,
      detail,
      instance: `${root}/requests/${correlationId}`,
      ...more,
    };
    return respond(status, JSON.stringify(problem), {
      'content-type': 'application/problem+json',
      'x-correlation-id': correlationId,
    });
  }
}

const precision = [
  'Adjusting Precision Of Point Coordinate',
  'The precision of latitude/longitude points is limited to 4 decimal digits for efficiency. The location attribute contains your request mapped to the nearest supported point. If your client supports it, you will be redirected.',
] as const;

const trailingZeros = [
  'Adjusting Trailing Zeros Of Point Coordinate',
  'The coordinates cannot have trailing zeros in the decimal digit. The location attribute contains your request with the redundancy removed. If your client supports it, you will be redirected.',
] as const;

function isDegrees(text: string | undefined): text is string {
  return text !== undefined && /^-?\d+(\.\d*)?$/.test(text);
}

function squareAt(latitude: number, longitude: number): { x: number; y: number } | undefined {
  const { origin, degrees, size } = office;
  const x = origin.x + Math.round((longitude - origin.longitude) / degrees.x);
  const y = origin.y + Math.round((latitude - origin.latitude) / degrees.y);
  return x >= 0 && y >= 0 && x <= size.x && y <= size.y ? { x, y } : undefined;
}

/** A square's corners, from one around to the same: longitude before latitude. */
function outline(x: number, y: number): [number, number][] {
  const { origin, degrees } = office;
  const corner = (east: number, north: number): [number, number] => [
    round(origin.longitude + (x - origin.x + east) * degrees.x),
    round(origin.latitude + (y - origin.y + north) * degrees.y),
  ];
  return [corner(-0.5, 0.5), corner(-0.5, -0.5), corner(0.5, -0.5), corner(0.5, 0.5), corner(-0.5, 0.5)];
}

function round(degrees: number): number {
  return Number(degrees.toFixed(7));
}

function geoJson(value: unknown): CloudResponse {
  return respond(200, JSON.stringify(value), { 'content-type': 'application/geo+json' });
}

function accessDenied(): CloudResponse {
  const page =
    "<HTML><HEAD>\n<TITLE>Access Denied</TITLE>\n</HEAD><BODY>\n<H1>Access Denied</H1>\n \nYou don't have permission to access this resource on this server.<P>\n</BODY>\n</HTML>\n";
  return respond(403, page, { 'content-type': 'text/html' });
}
