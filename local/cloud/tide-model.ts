const hour = 3_600_000;
const radians = Math.PI / 180;
const metersPerFoot = 0.3048;

/** A high or low of the tide. */
export interface Extreme {
  /** Epoch milliseconds. */
  at: number;
  kind: 'high' | 'low';
  /** Above mean lower low water. */
  feet: number;
}

/** How high mean sea level stands above mean lower low water at San Diego, in meters. */
const meanSeaLevel = 0.897;

/**
 * The largest harmonic constituents of San Diego (station 9410170): amplitude in meters, and phase in degrees behind
 * Greenwich, as NOAA publishes them (tidesandcurrents.noaa.gov/harcon.html?id=9410170). The smaller thirty move a
 * high by some minutes and inches.
 */
const constituents: readonly {
  amplitude: number;
  phase: number;
  /** Degrees that it has gone through, by the positions of moon and sun. */
  argument: (sky: Sky) => number;
  /** How the tilt of the moon's path, which turns in 18.6 years, stretches and shifts it. */
  node: (sky: Sky) => { factor: number; shift: number };
}[] = [
  // M2, S2, N2, K1, O1 and P1, in this order.
  { amplitude: 0.542, phase: 143.3, argument: ({ t, s, h }) => 2 * t - 2 * s + 2 * h, node: lunar },
  { amplitude: 0.225, phase: 140.4, argument: ({ t }) => 2 * t, node: solar },
  { amplitude: 0.126, phase: 123.1, argument: ({ t, s, h, p }) => 2 * t - 3 * s + 2 * h + p, node: lunar },
  {
    amplitude: 0.337,
    phase: 208.4,
    argument: ({ t, h }) => t + h + 90,
    node: ({ n }) => ({ factor: 1.006 + 0.115 * cos(n), shift: -8.9 * sin(n) }),
  },
  {
    amplitude: 0.214,
    phase: 192.6,
    argument: ({ t, s, h }) => t - 2 * s + h - 90,
    node: ({ n }) => ({ factor: 1.009 + 0.187 * cos(n), shift: 10.8 * sin(n) }),
  },
  { amplitude: 0.106, phase: 205.9, argument: ({ t, h }) => t - h - 90, node: solar },
];

/** Degrees: the hour angle, and the mean longitudes of the moon, the sun, the moon's perigee and its node. */
interface Sky {
  t: number;
  s: number;
  h: number;
  p: number;
  n: number;
}

/** Every high and low from the first to the last moment, both in epoch milliseconds, in their order. */
export function extremes(from: number, to: number): Extreme[] {
  const step = 60_000;
  const found: Extreme[] = [];
  let [before, at] = [height(from - step), height(from)];
  for (let time = from; time <= to; time += step) {
    const after = height(time + step);
    if (at > before && at >= after) found.push({ at: time, kind: 'high', feet: at / metersPerFoot });
    if (at < before && at <= after) found.push({ at: time, kind: 'low', feet: at / metersPerFoot });
    [before, at] = [at, after];
  }
  return found;
}

/** Meters above mean lower low water. */
function height(epoch: number): number {
  const sky = skyAt(epoch);
  return constituents.reduce((sum, { amplitude, phase, argument, node }) => {
    const { factor, shift } = node(sky);
    return sum + factor * amplitude * cos(argument(sky) + shift - phase);
  }, meanSeaLevel);
}

/** After J. Meeus, Astronomical Algorithms, without the terms that take centuries. */
function skyAt(epoch: number): Sky {
  const days = (epoch - Date.UTC(2000, 0, 1, 12)) / (24 * hour);
  return {
    t: 15 * ((epoch / hour) % 24),
    s: 218.3164477 + 13.17639648 * days,
    h: 280.46646 + 0.98564736 * days,
    p: 83.3532465 + 0.11140353 * days,
    n: 125.04452 - 0.05295377 * days,
  };
}

function lunar({ n }: Sky): { factor: number; shift: number } {
  return { factor: 1 - 0.037 * cos(n), shift: -2.1 * sin(n) };
}

function solar(): { factor: number; shift: number } {
  return { factor: 1, shift: 0 };
}

function cos(degrees: number): number {
  return Math.cos(degrees * radians);
}

function sin(degrees: number): number {
  return Math.sin(degrees * radians);
}
