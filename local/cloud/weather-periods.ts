import { weatherAt } from './weather-model.ts';

const root = 'https://api.weather.gov';
const hour = 3_600_000;
const hoursAhead = 156;

export const timeZone = 'America/Los_Angeles';

export type Units = 'us' | 'si';

/** To the second, as `2027-05-01 12:00:00`. */
const wallClock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });

/** The hours of a forecast, from the one that begins at `first` (epoch milliseconds). */
export function forecastPeriods(first: number, units: Units): unknown[] {
  return Array.from({ length: hoursAhead }, (_, index) => period(index + 1, first + index * hour, units));
}

function period(number: number, start: number, units: Units): unknown {
  const weather = weatherAt(start, Number(localTime(start).slice(11, 13)));
  const dayOrNight = weather.isDaytime ? 'day' : 'night';
  const isMetric = units === 'si';
  const celsius = ((weather.temperature - 32) * 5) / 9;
  return {
    number,
    name: '',
    startTime: localTime(start),
    endTime: localTime(start + hour),
    isDaytime: weather.isDaytime,
    temperature: isMetric ? Math.round(celsius) : weather.temperature,
    temperatureUnit: isMetric ? 'C' : 'F',
    temperatureTrend: null,
    probabilityOfPrecipitation: { unitCode: 'wmoUnit:percent', value: weather.rain },
    // A rule of thumb: a degree below the air for each five percent short of saturation.
    dewpoint: { unitCode: 'wmoUnit:degC', value: celsius - (100 - weather.humidity) / 5 },
    relativeHumidity: { unitCode: 'wmoUnit:percent', value: weather.humidity },
    windSpeed: isMetric ? `${Math.round(weather.wind * 1.609344)} km/h` : `${weather.wind} mph`,
    windDirection: weather.windDirection,
    icon: `${root}/icons/land/${dayOrNight}/few,${weather.rain}?size=small`,
    shortForecast: weather.summary,
    detailedForecast: '',
  };
}

/** `2027-05-01T12:00:00-07:00`, by the clocks of the place. */
function localTime(epoch: number): string {
  const local = wallClock.format(epoch).replace(' ', 'T');
  const offset = Math.round((Date.parse(`${local}Z`) - Math.floor(epoch / 1000) * 1000) / hour);
  const sign = offset < 0 ? '-' : '+';
  return `${local}${sign}${String(Math.abs(offset)).padStart(2, '0')}:00`;
}

/** The time of a forecast itself, in UTC. */
export function zuluTime(epoch: number): string {
  return new Date(epoch).toISOString().replace(/\.\d{3}Z$/, '+00:00');
}
