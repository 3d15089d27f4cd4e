/** The weather of one hour, in the units that the Weather Service forecasts by default. */
export interface HourlyWeather {
  isDaytime: boolean;
  /** Degrees Fahrenheit. */
  temperature: number;
  /** Percent. */
  rain: number;
  /** Percent. */
  humidity: number;
  /** Miles an hour. */
  wind: number;
  windDirection: string;
  summary: string;
}

const hour = 3_600_000;
const day = 24 * hour;

/**
 * A mild coast: warm afternoons, a sea breeze, low clouds in the morning of some days and now and then a shower.
 * The same for the same hour, however often it is asked. `epoch` is the hour's beginning in milliseconds,
 * `localHour` its hour of the day there.
 */
export function weatherAt(epoch: number, localHour: number): HourlyWeather {
  const date = new Date(epoch);
  const daysOfYear = (epoch - Date.UTC(date.getUTCFullYear(), 0, 1)) / day;
  // Local days, so that no day changes its character in the afternoon.
  const mood = chance(Math.floor((epoch - localHour * hour) / day));
  const season = Math.cos((2 * Math.PI * (daysOfYear - 225)) / 365);
  const warmth = Math.cos((2 * Math.PI * (localHour - 14)) / 24);
  const temperature = Math.round(65 + 5 * season + 6 * warmth + 4 * (mood - 0.5));
  const breeze = Math.max(0, Math.cos((2 * Math.PI * (localHour - 15)) / 24));
  const rain = mood > 0.9 ? Math.round(20 + 30 * (mood - 0.9) * 10) : Math.round(4 * mood);
  const isDaytime = localHour >= 6 && localHour < 18;
  return {
    isDaytime,
    temperature,
    rain,
    humidity: Math.round(72 - 12 * warmth),
    wind: Math.round(3 + 8 * breeze + 3 * mood),
    windDirection: breeze > 0 ? 'WNW' : 'NE',
    summary: summaryOf({ rain, localHour, mood, isDaytime }),
  };
}

function summaryOf(now: { rain: number; localHour: number; mood: number; isDaytime: boolean }): string {
  if (now.rain >= 20) return now.rain >= 30 ? 'Chance Rain Showers' : 'Slight Chance Rain Showers';
  if (now.mood > 0.6 && now.localHour >= 4 && now.localHour < 11) return 'Mostly Cloudy';
  if (now.mood > 0.3) return now.isDaytime ? 'Mostly Sunny' : 'Mostly Clear';
  return now.isDaytime ? 'Sunny' : 'Clear';
}

/** Between 0 and 1, always the same for a number. */
function chance(number: number): number {
  const scattered = Math.sin(number * 12.9898) * 43_758.5453;
  return scattered - Math.floor(scattered);
}
