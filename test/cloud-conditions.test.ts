import { afterEach, describe, expect, test } from 'vitest';
import { start, useCloud } from './support/cloud-harness.ts';
import { json, text, wire } from './support/cloud-requests.ts';

const harness = useCloud();
afterEach(() => {
  harness.cloud.faults.clear();
  harness.clock.set(start);
});

const weather = (path: string, headers: Record<string, string> = { 'user-agent': 'charter-desk' }) =>
  harness.cloud.exchange(wire({ url: `https://api.weather.gov${path}`, headers }));

describe('the weather', () => {
  test('of a place is found by way of its square', async () => {
    const answer = await weather('/points/32.7156,-117.1767');
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/geo+json']);
    expect(json(answer)).toMatchObject({
      id: 'https://api.weather.gov/points/32.7156,-117.1767',
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [-117.1767, 32.7156] },
      properties: {
        '@type': 'wx:Point',
        gridId: 'SGX',
        gridX: 56,
        gridY: 14,
        forecastHourly: 'https://api.weather.gov/gridpoints/SGX/56,14/forecast/hourly',
        timeZone: 'America/Los_Angeles',
      },
    });
  });

  test('is refused to who does not say who they are', async () => {
    const answer = await weather('/points/32.7156,-117.1767', {});
    expect([answer.status, answer.headers['content-type']]).toEqual([403, 'text/html']);
    expect(text(answer)).toContain('Access Denied');
  });

  test.each([
    ['32.715557,-117.17667', '32.7155,-117.1766', 'AdjustPointPrecision'],
    ['32.7150,-117.1700', '32.715,-117.17', 'AdjustTrailingZeroRedundancy'],
    ['33.0,-117', '33,-117', 'AdjustTrailingZeroRedundancy'],
  ])('of %s is to be asked of %s', async (point, location, type) => {
    const answer = await weather(`/points/${point}`);
    expect([answer.status, answer.headers.location]).toEqual([301, `/points/${location}`]);
    expect(json(answer)).toMatchObject({ type: `https://api.weather.gov/problems/${type}`, status: 301 });
    expect((await weather(`/points/${location}`)).status).toBe(200);
  });

  test.each([
    ['/points/17.07,-96.72', 404, 'InvalidPoint', 'Unable to provide data for requested point 17.07,-96.72'],
    ['/points/here', 400, 'BadRequest', 'Bad Request'],
    ['/gridpoints/SGX/900,14/forecast/hourly', 404, 'NotFound', 'No forecast for grid SGX/900,14'],
    ['/gridpoints/MTR/56,14/forecast/hourly', 404, 'NotFound', 'No forecast for grid MTR/56,14'],
    ['/gridpoints/SGX/56,14/forecast/hourly?units=old', 400, 'BadRequest', 'Bad Request'],
    ['/elsewhere', 404, 'NotFound', "'/elsewhere' is not a valid resource path"],
  ])('has a problem with %s', async (path, status, type, detail) => {
    const answer = await weather(path);
    expect([answer.status, answer.headers['content-type']]).toEqual([status, 'application/problem+json']);
    expect(json(answer)).toMatchObject({
      type: `https://api.weather.gov/problems/${type}`,
      status,
      detail,
      correlationId: answer.headers['x-correlation-id'],
    });
  });

  interface Period {
    startTime: string;
    endTime: string;
    temperature: number;
    windSpeed: string;
    shortForecast: string;
    isDaytime: boolean;
    probabilityOfPrecipitation: { value: number };
  }
  const hourly = async (query = '') => {
    const answer = json(await weather(`/gridpoints/SGX/56,14/forecast/hourly${query}`));
    return answer.properties as { periods: Period[]; units: string };
  };

  test('is forecast for 156 hours from the hour of the set clock', async () => {
    harness.clock.set(Date.parse('2027-05-01T19:40:00Z'));
    const { periods } = await hourly();
    expect(periods).toHaveLength(156);
    expect(periods[0]).toMatchObject({
      number: 1,
      startTime: '2027-05-01T12:00:00-07:00',
      endTime: '2027-05-01T13:00:00-07:00',
      isDaytime: true,
      temperatureUnit: 'F',
      probabilityOfPrecipitation: { unitCode: 'wmoUnit:percent' },
      windSpeed: expect.stringMatching(/^\d+ mph$/),
    });
    expect(periods.at(-1)).toMatchObject({ number: 156, startTime: '2027-05-07T23:00:00-07:00' });
  });

  test('keeps the time of the place where the clocks change', async () => {
    harness.clock.set(Date.parse('2027-11-07T07:30:00Z'));
    const times = (await hourly()).periods.slice(0, 4).map(({ startTime }) => startTime);
    expect(times).toEqual([
      '2027-11-07T00:00:00-07:00',
      '2027-11-07T01:00:00-07:00',
      '2027-11-07T01:00:00-08:00',
      '2027-11-07T02:00:00-08:00',
    ]);
  });

  test('is the same for an hour whenever it is asked, and mild all year', async () => {
    const first = await hourly();
    harness.clock.advance(5 * 3_600_000);
    const { number: _, ...later } = (await hourly()).periods[0] as Period & { number: number };
    expect(first.periods[5]).toMatchObject(later);
    const year: Period[] = [];
    for (let at = start; at < start + 365 * 86_400_000; at += 150 * 3_600_000) {
      harness.clock.set(at);
      year.push(...(await hourly()).periods);
    }
    const temperatures = year.map(({ temperature }) => temperature);
    expect(Math.min(...temperatures)).toBeGreaterThanOrEqual(48);
    expect(Math.max(...temperatures)).toBeLessThanOrEqual(82);
    const rain = year.map(({ probabilityOfPrecipitation }) => probabilityOfPrecipitation.value);
    expect([Math.min(...rain) >= 0, Math.max(...rain) <= 50]).toEqual([true, true]);
    expect(new Set(year.map(({ shortForecast }) => shortForecast)).size).toBeGreaterThan(4);
  });

  test('comes in metric units where they are asked for', async () => {
    const [us, si] = [await hourly(), await hourly('?units=si')];
    const fahrenheit = us.periods[0]?.temperature ?? 0;
    expect(si).toMatchObject({ units: 'si', periods: { 0: { temperatureUnit: 'C' } } });
    expect(si.periods[0]?.temperature).toBe(Math.round(((fahrenheit - 32) * 5) / 9));
    expect(si.periods[0]?.windSpeed).toMatch(/^\d+ km\/h$/);
  });
});

describe('the tide', () => {
  const noaa = (path: string) =>
    harness.cloud.exchange(wire({ url: `https://api.tidesandcurrents.noaa.gov${path}` }));
  const asked = {
    product: 'predictions',
    datum: 'MLLW',
    interval: 'hilo',
    units: 'english',
    time_zone: 'gmt',
    format: 'json',
    station: '9410170',
    begin_date: '20270530',
    end_date: '20270531',
  };
  const predictions = (changes: Record<string, string | undefined> = {}) => {
    const query = Object.entries({ ...asked, ...changes }).flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
    );
    return noaa(`/api/prod/datagetter?${query.join('&')}`);
  };
  const listed = async (changes: Record<string, string | undefined> = {}) =>
    json(await predictions(changes)).predictions as { t: string; v: string; type: string }[];

  test('has a station with a place', async () => {
    expect(json(await noaa('/mdapi/prod/webapi/stations/9410170.json'))).toMatchObject({
      count: 1,
      stations: [{ id: '9410170', name: 'San Diego (Broadway)', lat: 32.715557, lng: -117.17667 }],
    });
    expect((await noaa('/mdapi/prod/webapi/stations/1234567.json')).status).toBe(404);
  });

  // By a harmonic calculator (@neaps/tide-predictor) with all 37 of NOAA's constituents for the station.
  test('is high and low when and as much as a whole prediction has it, within 45 minutes and 0.6 feet', async () => {
    const whole = [
      ['2027-05-30 00:51', 4.591, 'H'],
      ['2027-05-30 07:12', 1.877, 'L'],
      ['2027-05-30 12:39', 3.574, 'H'],
      ['2027-05-30 18:35', 1.281, 'L'],
      ['2027-05-31 01:19', 5.058, 'H'],
      ['2027-05-31 08:01', 1.149, 'L'],
      ['2027-05-31 13:45', 3.6, 'H'],
      ['2027-05-31 19:13', 1.47, 'L'],
    ] as const;
    const tides = await listed();
    expect(tides.map(({ type }) => type)).toEqual(whole.map(([, , type]) => type));
    for (const [index, [t, feet]] of whole.entries()) {
      const tide = tides[index];
      const minutes = (Date.parse(`${tide?.t}Z`) - Date.parse(`${t}Z`)) / 60_000;
      expect(Math.abs(minutes)).toBeLessThanOrEqual(47);
      expect(Math.abs(Number(tide?.v) - feet)).toBeLessThanOrEqual(0.6);
      expect(tide?.v).toMatch(/^-?\d+\.\d{3}$/);
    }
  });

  test('may be asked for a number of hours, from a moment, up to one, or from now', async () => {
    const all = await listed();
    expect(await listed({ end_date: undefined, range: '48' })).toEqual(all);
    expect(await listed({ begin_date: undefined, end_date: '20270601 00:00', range: '48' })).toEqual(all);
    expect(await listed({ begin_date: '05/30/2027 12:00', end_date: '05/30/2027 19:00' })).toEqual(
      all.slice(2, 4),
    );
    harness.clock.set(Date.parse('2027-05-30T00:00:00Z'));
    expect(await listed({ begin_date: undefined, end_date: undefined, range: '48' })).toEqual(all);
  });

  test('may be asked for in meters', async () => {
    const [feet, meters] = [await listed(), await listed({ units: 'metric' })];
    expect(Number(meters[0]?.v)).toBeCloseTo(Number(feet[0]?.v) * 0.3048, 2);
  });

  test.each([
    [{ station: 'here' }, ' Wrong Station ID: Please submit a valid station ID '],
    [{ datum: undefined }, ' Wrong Datum: Datum cannot be null or empty '],
    [{ product: undefined }, ' Wrong Product: Product cannot be null or empty '],
    [{ format: 'yaml' }, ' Wrong Format: The supported Format values are: json '],
    [{ time_zone: 'utc' }, ' Wrong Time Zone: The supported Time Zone values are: gmt '],
    [{ range: 'day' }, ' Wrong Range: The range must be a whole number of hours '],
    [
      { begin_date: undefined },
      ' Wrong Date: Please specify begin_date and end_date, or one of them and range ',
    ],
    [{ begin_date: '20270601' }, ' Wrong Date: The beginDate cannot be later than endDate '],
    [{ end_date: '20280701' }, ' Wrong Date: Range Limit Exceeded: 1 year of high and low tides '],
    [
      { begin_date: '2027-05-30' },
      ' Wrong Date: The date format should be yyyyMMdd, yyyyMMdd HH:mm, MM/dd/yyyy, or MM/dd/yyyy HH:mm ',
    ],
  ])('is not told for %j', async (changes, message) => {
    const answer = await predictions(changes);
    expect([answer.status, json(answer)]).toEqual([400, { error: { message } }]);
  });

  test.each([{ datum: 'NOPE' }, { station: '1234567' }])(
    'fails with status 200 where there is none, as for %j',
    async (changes) => {
      const message = 'No Predictions data was found. Please make sure the Datum input is valid.';
      const answer = await predictions(changes);
      expect([answer.status, json(answer)]).toEqual([200, { error: { message } }]);
    },
  );
});

describe('fetch in a function', () => {
  const fetched = async (request: object) => {
    const url = 'https://sccapi0001.execute-api.us-west-2.amazonaws.com/prod/fetch';
    return json(await harness.cloud.exchange(wire({ method: 'POST', url, body: JSON.stringify(request) })));
  };
  const point = 'https://api.weather.gov/points/32.7156,-117.1767';

  test('reaches services by the names that they have on the web', async () => {
    const from = harness.cloud.log.length;
    expect(await fetched({ url: point })).toMatchObject({
      url: point,
      status: 200,
      type: 'application/geo+json',
    });
    expect(harness.cloud.log.slice(from)).toMatchObject([
      {
        caller: 'service',
        service: 'weather',
        operation: 'GET /points/{point}',
        host: 'api.weather.gov',
        headers: { host: 'api.weather.gov' },
      },
      { service: 'ship-captain-crew' },
    ]);
  });

  test('sends what it is given', async () => {
    const url = 'https://jadacal001.execute-api.us-west-2.amazonaws.com/prod/calendar?a=b';
    const answer = await fetched({ url, method: 'POST', headers: { 'X-One': '1' }, body: '{"é":1}' });
    expect(JSON.parse(String(answer.body))).toMatchObject({
      httpMethod: 'POST',
      path: '/calendar',
      queryStringParameters: { a: 'b' },
      headers: { 'x-one': '1', host: 'jadacal001.execute-api.us-west-2.amazonaws.com' },
      body: '{"é":1}',
    });
  });

  test('follows redirects by name, or leaves them', async () => {
    const url = 'https://api.weather.gov/points/32.71560,-117.1767';
    expect(await fetched({ url })).toMatchObject({ url: point, status: 200 });
    expect(await fetched({ url, redirect: 'manual' })).toMatchObject({
      status: 301,
      location: '/points/32.7156,-117.1767',
    });
  });

  test('still reaches the endpoint that the function is configured with', async () => {
    expect(await fetched({ url: harness.cloud.endpoints.aws })).toMatchObject({ status: 403 });
  });

  test.each(['https://example.com/', 'https://api.weather.gov:8443/', 'http://127.0.0.1:4999/'])(
    'finds no %s',
    async (url) => {
      expect(await fetched({ url })).toEqual({
        name: 'TypeError',
        message: 'fetch failed',
        code: 'ENOTFOUND',
      });
    },
  );

  test('gives up when it is told to', async () => {
    harness.cloud.faults.inject({ service: 'weather', kind: 'timeout', when: 'before' });
    expect(await fetched({ url: point, timeout: 50 })).toMatchObject({ name: 'TimeoutError' });
  });

  test.each([
    ['weather', 'GET /points/{point}', point],
    [
      'weather',
      'GET /gridpoints/{grid}/forecast/hourly',
      'https://api.weather.gov/gridpoints/SGX/56,14/forecast/hourly',
    ],
    [
      'tides',
      'GET /stations/{id}',
      'https://api.tidesandcurrents.noaa.gov/mdapi/prod/webapi/stations/9410170.json',
    ],
    ['tides', 'GET /datagetter', 'https://api.tidesandcurrents.noaa.gov/api/prod/datagetter'],
  ])('meets faults of %s: %s', async (service, operation, url) => {
    expect(harness.cloud.operations.get(service)).toContain(operation);
    harness.cloud.faults.inject({ service, operation, kind: 'status', status: 503, when: 'before' });
    expect(await fetched({ url })).toMatchObject({ status: 503 });
    harness.cloud.faults.inject({ service, operation, kind: 'connection-refused' });
    expect(await fetched({ url })).toMatchObject({ message: 'fetch failed' });
    expect((await fetched({ url })).status).toBeLessThan(500);
  });
});
