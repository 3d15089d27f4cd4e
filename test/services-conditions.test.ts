import { beforeEach, describe, expect, it, vi } from 'vitest';
import { CrewWorld } from './services-crew-world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const startsAt = Date.parse('2027-05-30T09:00:00-07:00');
const STATION = 'https://api.tidesandcurrents.noaa.gov/mdapi/prod/webapi/stations/9410170.json';
const POINT = 'https://api.weather.gov/points/32.7142,-117.1736';
const FORECAST = 'https://api.weather.gov/gridpoints/SGX/56,13/forecast/hourly';
const TIDES = 'https://api.tidesandcurrents.noaa.gov/api/prod/datagetter';

let world: CrewWorld;
let asked: { url: string; query: Record<string, string>; init: RequestInit | undefined }[];
/** What the authorities answer, by address without its query: a body, or what becomes of the request. */
let answers: Record<string, object | ((init?: RequestInit) => Promise<Response>)>;

/** An hour of a forecast that starts at 6 AM of the charter's day. */
const period = (hour: number, changes: object = {}) => ({
  number: hour + 1,
  startTime: `2027-05-30T${String(6 + hour).padStart(2, '0')}:00:00-07:00`,
  endTime: `2027-05-30T${String(7 + hour).padStart(2, '0')}:00:00-07:00`,
  temperature: 60 + hour,
  temperatureUnit: 'F',
  probabilityOfPrecipitation: { unitCode: 'wmoUnit:percent', value: 10 * hour },
  windSpeed: `${hour} mph`,
  windDirection: 'W',
  shortForecast: `Hour ${hour}`,
  ...changes,
});

beforeEach(async () => {
  world = await CrewWorld.start();
  await world.createEvent();
  world.now = startsAt - 24 * HOUR;
  asked = [];
  answers = {
    [STATION]: { count: 1, stations: [{ id: '9410170', name: 'San Diego', lat: 32.71419, lng: -117.17358 }] },
    [POINT]: { properties: { forecastHourly: FORECAST } },
    [FORECAST]: { properties: { periods: Array.from({ length: 12 }, (_, hour) => period(hour)) } },
    [TIDES]: {
      predictions: [
        { t: '2027-05-30 03:11', v: '5.512', type: 'H' },
        { t: '2027-05-30 10:02', v: '-0.731', type: 'L' },
        { t: '2027-05-30 16:57', v: '3.904', type: 'H' },
        { t: '2027-05-30 21:48', v: '2.1', type: 'L' },
        { t: '2027-05-31 03:55', v: '5.401', type: 'H' },
      ],
    },
  };
  world.fetch = (input, init) => {
    const url = new URL(String(input));
    const place = url.origin + url.pathname;
    asked.push({ url: place, query: Object.fromEntries(url.searchParams), init });
    const answer = answers[place];
    if (typeof answer === 'function') return answer(init);
    return Promise.resolve(answer ? Response.json(answer) : new Response('', { status: 404 }));
  };
  return () => world.stop();
});

async function conditions(id = 'XHQGMDH') {
  const answer = await world.visit(`/g/${id}/conditions`);
  return {
    status: answer.status,
    cache: answer.headers.get('Cache-Control'),
    body: (await answer.json()) as { weather: object | null; tides: object[] },
  };
}
const failing = (status: number) => () => Promise.resolve(new Response('', { status }));
const addresses = () => asked.map(({ url }) => url).sort();

const fair = { summary: 'Hour 3', temperature_f: 63, wind: 'W 3 mph', rain_percent: 30 };
const tides = [
  { type: 'low', at: '2027-05-30T10:02:00.000Z', feet: -0.731 },
  { type: 'high', at: '2027-05-30T16:57:00.000Z', feet: 3.904 },
  { type: 'low', at: '2027-05-30T21:48:00.000Z', feet: 2.1 },
];

it('are the weather as the charter starts, and its tides from the last before to the first after', async () => {
  expect(await conditions('xhqgmdh')).toEqual({
    status: 200,
    cache: 'public, max-age=600',
    body: { weather: fair, tides },
  });
  expect(addresses()).toEqual([FORECAST, POINT, TIDES, STATION].sort());
  expect(asked.find(({ url }) => url === TIDES)?.query).toEqual({
    product: 'predictions',
    interval: 'hilo',
    datum: 'MLLW',
    station: '9410170',
    begin_date: '20270530',
    end_date: '20270531',
    time_zone: 'gmt',
    units: 'english',
    format: 'json',
    application: 'charter-desk',
  });
  for (const { init } of asked) {
    expect(new Headers(init?.headers).get('User-Agent')).toBe(
      'ship-captain-crew (https://queenofsandiego.com)',
    );
  }
});

it('are those of another station when the function is told so', async () => {
  world.variables.TIDE_STATION = '9414290';
  world.restart();
  const elsewhere = STATION.replace('9410170', '9414290');
  answers[elsewhere] = { stations: [{ lat: 37.8063, lng: -122.46589 }] };
  answers['https://api.weather.gov/points/37.8063,-122.4659'] = { properties: { forecastHourly: FORECAST } };
  expect((await conditions()).body.weather).toEqual(fair);
  expect(asked.find(({ url }) => url === TIDES)?.query.station).toBe('9414290');
});

describe('the weather', () => {
  it('is this hour’s once the charter is under way, and none when it is over', async () => {
    world.now = startsAt + 90 * MINUTE;
    expect((await conditions()).body.weather).toMatchObject({ summary: 'Hour 4' });
    world.now = startsAt + 3 * HOUR;
    expect(await conditions()).toMatchObject({
      cache: 'public, max-age=600',
      body: { weather: null, tides },
    });
  });

  it('is none as long as no forecast reaches the charter, which is no failure', async () => {
    await world.createEvent({ booking_id: 'LATER', start_time: '2027-05-30T20:00:00-07:00' });
    expect(await conditions('LATER')).toMatchObject({
      cache: 'public, max-age=600',
      body: { weather: null },
    });
    asked = [];
    world.now = startsAt - 8 * 24 * HOUR;
    expect((await conditions()).body.weather).toBeNull();
    expect(addresses().filter((url) => url.includes('weather'))).toEqual([]);
  });

  it('may be in Celsius, and say nothing of wind and rain', async () => {
    const sparse = {
      temperature: 20,
      temperatureUnit: 'C',
      windSpeed: null,
      windDirection: '',
      probabilityOfPrecipitation: { value: null },
    };
    answers[FORECAST] = { properties: { periods: [period(3, sparse)] } };
    expect((await conditions()).body.weather).toEqual({
      summary: 'Hour 3',
      temperature_f: 68,
      wind: '',
      rain_percent: null,
    });
  });
});

describe('what fails', () => {
  const failures: [string, string, () => Promise<Response>][] = [
    ['answers 500', 'HttpFailure', failing(500)],
    ['gives no connection', 'TypeError', () => Promise.reject(new TypeError('fetch failed'))],
    [
      'answers something else',
      'ZodError',
      () => Promise.resolve(Response.json({ error: { message: 'No' } })),
    ],
    ['answers no JSON', 'SyntaxError', () => Promise.resolve(new Response('<html>'))],
  ];

  it.each(failures)('is missing and not kept, and stands in the log: it %s', async (_, outcome, answer) => {
    for (const [place, missing] of [
      [TIDES, { weather: fair, tides: [] }],
      [STATION, { weather: null, tides }],
      [POINT, { weather: null, tides }],
      [FORECAST, { weather: null, tides }],
    ] as const) {
      world.restart();
      world.log = [];
      const before = answers[place] ?? {};
      answers[place] = answer;
      expect(await conditions()).toEqual({ status: 200, cache: 'no-store', body: missing });
      answers[place] = before;
      expect(world.log.filter(({ event }) => event === 'public-data')).toEqual([
        expect.objectContaining({ host: new URL(place).host, outcome }),
      ]);
    }
  });

  it('is what takes longer than three seconds', async () => {
    const aborts: AbortController[] = [];
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => {
      aborts.push(new AbortController());
      return aborts.at(-1)?.signal as AbortSignal;
    });
    const silence = (init?: RequestInit) =>
      new Promise<Response>((_, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
      });
    answers[TIDES] = silence;
    answers[FORECAST] = silence;
    const answer = conditions();
    await vi.waitFor(() => expect(asked).toHaveLength(4));
    for (const abort of aborts) abort.abort(new DOMException('too late', 'TimeoutError'));
    expect(await answer).toEqual({ status: 200, cache: 'no-store', body: { weather: null, tides: [] } });
    expect(timeout.mock.calls).toEqual(Array(4).fill([3_000]));
    timeout.mockRestore();
  });

  it('is a forecast at a foreign address: nobody is sent elsewhere', async () => {
    answers[POINT] = { properties: { forecastHourly: 'https://elsewhere.example/forecast' } };
    expect((await conditions()).body.weather).toBeNull();
    expect(addresses()).not.toContain('https://elsewhere.example/forecast');
  });

  it('is not asked again for a minute', async () => {
    answers[TIDES] = failing(503);
    await conditions();
    asked = [];
    world.now += MINUTE - 1;
    expect((await conditions()).body.tides).toEqual([]);
    expect(asked).toEqual([]);
    world.now += 1;
    await conditions();
    expect(addresses()).toEqual([TIDES]);
  });
});

describe('what is known', () => {
  it('is asked once by all who ask at the same time, and by charters of one day', async () => {
    await world.createEvent({ booking_id: 'SECOND', start_time: '2027-05-30T11:00:00-07:00' });
    await Promise.all([conditions(), conditions('SECOND'), conditions()]);
    expect(addresses()).toEqual([FORECAST, POINT, TIDES, STATION].sort());
  });

  it('is kept: the place for a day, the forecast for half an hour, the tides for six', async () => {
    await conditions();
    const askedAfter = async (milliseconds: number) => {
      asked = [];
      world.now += milliseconds;
      await conditions();
      return addresses();
    };
    expect(await askedAfter(30 * MINUTE - 1)).toEqual([]);
    expect(await askedAfter(1)).toEqual([FORECAST]);
    expect(await askedAfter(5.5 * HOUR)).toEqual([FORECAST, TIDES].sort());
    expect(await askedAfter(18 * HOUR - 1)).toEqual([FORECAST, TIDES].sort());
    expect(await askedAfter(1)).toEqual([POINT, STATION].sort());
  });
});

it('are those of a live charter only', async () => {
  const id = await world.createEvent({ booking_id: 'GONE' });
  await world.call('DELETE', `/events/${id}`);
  for (const booking of ['GONE', 'NEVER']) {
    const answer = await world.visit(`/g/${booking}/conditions`);
    expect([answer.status, await answer.json()]).toMatchObject([
      404,
      { error: { code: 'charter_not_found' } },
    ]);
  }
  expect(asked).toEqual([]);
});
