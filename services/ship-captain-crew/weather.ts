import * as z from 'zod';
import { moment } from '../shared/fields.ts';
import { endsAt, type Schedule, startsAt } from './crew-event.ts';
import type { PublicData } from './public-data.ts';
import { Remembered } from './remembered.ts';
import type { Position } from './tides.ts';

export interface Weather {
  /** `Mostly Sunny` */
  summary: string;
  temperature_f: number;
  /** `W 10 mph`; empty when it isn't forecast. */
  wind: string;
  rain_percent: number | null;
}

const HOUR = 3_600_000;
const AUTHORITY = 'https://api.weather.gov';
/** The hourly forecast goes on for 156 hours. */
const REACH = 7 * 24 * HOUR;

const point = z.object({ properties: z.object({ forecastHourly: z.url().startsWith(`${AUTHORITY}/`) }) });
const forecast = z.object({
  properties: z.object({
    periods: z.array(
      z.object({
        startTime: moment,
        endTime: moment,
        temperature: z.number(),
        temperatureUnit: z.enum(['F', 'C']),
        windSpeed: z.string().nullish(),
        windDirection: z.string().nullish(),
        shortForecast: z.string(),
        probabilityOfPrecipitation: z.object({ value: z.number().nullable() }).nullish(),
      }),
    ),
  }),
});
type Period = z.output<typeof forecast>['properties']['periods'][number];

/** The National Weather Service's forecast by the hour. https://www.weather.gov/documentation/services-web-api */
export class WeatherService {
  private readonly ask: PublicData;
  private readonly now: () => number;
  private readonly points: Remembered<string>;
  private readonly forecasts: Remembered<Period[]>;

  constructor(ask: PublicData, now: () => number) {
    this.ask = ask;
    this.now = now;
    this.points = new Remembered(24 * HOUR, now);
    this.forecasts = new Remembered(HOUR / 2, now);
  }

  /** For the hour in which the charter starts, or for this one once it has. Null when no forecast reaches there. */
  async of(schedule: Schedule, position: () => Promise<Position>): Promise<Weather | null> {
    const now = this.now();
    const at = Math.max(startsAt(schedule), now);
    if (at >= endsAt(schedule) || at > now + REACH) return null;
    const periods = await this.forecast(await position());
    const period = periods.find((one) => Date.parse(one.startTime) <= at && at < Date.parse(one.endTime));
    return period ? weather(period) : null;
  }

  private async forecast({ latitude, longitude }: Position): Promise<Period[]> {
    // More than four decimals are answered with a redirect.
    const place = `${Number(latitude.toFixed(4))},${Number(longitude.toFixed(4))}`;
    const address = await this.points.get(place, async () => {
      const { properties } = await this.ask(new URL(`/points/${place}`, AUTHORITY), point);
      return properties.forecastHourly;
    });
    return this.forecasts.get(address, async () => {
      const { properties } = await this.ask(new URL(address), forecast);
      return properties.periods;
    });
  }
}

function weather(period: Period): Weather {
  const { temperature, temperatureUnit } = period;
  return {
    summary: period.shortForecast,
    temperature_f: temperatureUnit === 'F' ? temperature : Math.round((temperature * 9) / 5 + 32),
    wind: [period.windDirection, period.windSpeed].filter(Boolean).join(' '),
    rain_percent: period.probabilityOfPrecipitation?.value ?? null,
  };
}
